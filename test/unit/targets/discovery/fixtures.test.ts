import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { Discovery } from "../../../../src/targets/discovery/discovery";
import { discoverEnvironments } from "../../../../src/operations/environment/discoverEnvironments";
import { parseEnvironment } from "../../../../src/targets/settings/environmentParser";
import { shown } from "./show";

const workspaces = path.resolve("test/fixtures/workspaces");

describe("discovery of workspaces", () => {
  let config: string | undefined;
  before(() => {
    config = process.env["AWS_CONFIG_FILE"];
    process.env["AWS_CONFIG_FILE"] = path.join(workspaces, "none");
  });
  after(() => {
    if (config === undefined) delete process.env["AWS_CONFIG_FILE"];
    else process.env["AWS_CONFIG_FILE"] = config;
  });

  const kinds: [name: string, what: string][] = [
    ["anchors", "a compose file with anchors, defaults, an override and a variable that is a secret"],
    ["envfile", "a .env with a byte order mark, CRLF, quotes, export, Korean comments and a value of two lines"],
    ["monorepo", "a backend below the root, behind a proxy, with a variant for production"],
    ["broken", "a compose file that is none"],
    ["august", "the later generation of the backend"],
  ];
  for (const [name, what] of kinds) {
    describe(what, () => {
      let discovery: Discovery;
      before(async () => {
        discovery = await discoverEnvironments(path.join(workspaces, name));
      });

      it("finds what a person would, and says where", () => {
        const golden = path.resolve(`test/golden/discovery/${name}.txt`);
        const text = `${shown(discovery).join("\n")}\n`;
        if (process.env["UPDATE_GOLDEN"]) fs.writeFileSync(golden, text);
        assert.equal(text, fs.readFileSync(golden, "utf8"));
      });

      it("proposes settings that are valid but for what is missing", () => {
        for (const { input, missing } of discovery.environments) {
          const { problems } = parseEnvironment(input, "");
          assert.deepEqual(
            problems.map(({ path: at }) => at),
            missing,
          );
        }
      });

      it("keeps no secret", () => assert.doesNotMatch(JSON.stringify(discovery), /not-to-be-read|NOTTOBEREAD/i));
    });
  }
});
