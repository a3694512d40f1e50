import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import esbuild from "esbuild";
import type { BuildOptions } from "esbuild";

interface Bundles {
  product: BuildOptions;
  launcher: BuildOptions;
  extension: BuildOptions;
  webviews: () => BuildOptions;
}

describe("third-party notices of a release", () => {
  const root = process.cwd();
  const notices = fs.readFileSync("dist/THIRD_PARTY_NOTICES.txt", "utf8").split(/^={100}$/m);
  /** `name version` of each package with code in a bundle. */
  const bundled = new Set<string>();
  before(async () => {
    const { product, launcher, extension, webviews } = createRequire(path.join(root, "package.json"))(
      "./esbuild.js",
    ) as Bundles;
    for (const options of [product, launcher, extension, webviews()]) {
      const { metafile } = await esbuild.build({ ...options, minify: true, write: false, metafile: true });
      for (const { inputs } of Object.values(metafile.outputs))
        for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
          const at = input.lastIndexOf("node_modules/");
          if (at < 0 || bytesInOutput === 0) continue;
          const [scope = "", name = ""] = input.slice(at + "node_modules/".length).split("/");
          const folder = path.join(root, input.slice(0, at), "node_modules", scope, scope.startsWith("@") ? name : "");
          const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as Record<
            string,
            string
          >;
          bundled.add(`${manifest["name"]} ${manifest["version"]} (${manifest["license"]})`);
        }
    }
  });

  it("have each bundled package with its licence's text, and no other", () => {
    assert.ok(bundled.size > 80, String(bundled.size));
    const texts = new Map(notices.slice(1).map((notice) => [notice.trim().split("\n", 1)[0]!, notice]));
    assert.deepEqual([...texts.keys()].toSorted(), [...bundled].toSorted());
    const terms = /Permission (?:is hereby granted|to use, copy)|Redistribution and use|Apache License|public domain/;
    for (const [title, text] of texts) assert.match(text, terms, title);
  });

  it("have no SSH client, gRPC or protobuf: nothing uses them", () => {
    for (const name of ["ssh2", "@grpc/grpc-js", "@grpc/proto-loader", "protobufjs"])
      assert.ok(![...bundled].some((title) => title.startsWith(`${name} `)), name);
  });
});
