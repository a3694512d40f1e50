import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { parseAwsProfiles } from "../../../../src/targets/discovery/awsProfiles";
import { knownValues, parseComposeFile } from "../../../../src/targets/discovery/compose/composeFile";
import { discoverEnvironments } from "../../../../src/operations/environment/discoverEnvironments";
import { parseEnvFile } from "../../../../src/targets/discovery/envFile";
import { interpolate } from "../../../../src/targets/discovery/compose/interpolation";
import { proposeEnvironments } from "../../../../src/targets/discovery/proposal";
import { readWorkspace } from "../../../../src/targets/workspaceFiles";

describe("discovery of a hostile or odd workspace", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "workspace-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  };

  it("finds nothing in an empty folder", async () =>
    assert.deepEqual((await discoverEnvironments(folder)).environments, []));

  it("rejects where there is no folder", () =>
    assert.rejects(discoverEnvironments(path.join(folder, "none")), { reason: "no-folder" }));

  it("ends at links that lead in circles and at links to nowhere", async () => {
    write("backend/manage.py", "");
    fs.symlinkSync(folder, path.join(folder, "backend", "loop"));
    fs.symlinkSync(path.join(folder, "nowhere"), path.join(folder, ".env"));
    const { files, notes } = await readWorkspace(folder);
    assert.deepEqual(
      files.map(({ file }) => file),
      ["backend/manage.py"],
    );
    assert.match(notes[0]!.sentence, /^\.env cannot be read: ENOENT$/);
  });

  it("leaves others' code and large files out, and says so of the files", async () => {
    write("node_modules/x/docker-compose.yml", "services: {}");
    write(".git/.env", "A=1");
    write(".venv/lib/settings.py", "");
    write(".venv/bin/python", "");
    write(".env", `A=${"x".repeat(600 * 1024)}`);
    const { files, interpreters, notes } = await readWorkspace(folder);
    assert.deepEqual(files, []);
    assert.deepEqual(interpreters, [".venv/bin/python"]);
    assert.match(notes[0]!.sentence, /^\.env was left out: it has \d+ bytes/);
  });

  it("stops at its limits", async () => {
    for (let at = 0; at < 450; at++) write(`app${at}/.env`, "A=1");
    const { files, notes } = await readWorkspace(folder);
    assert.equal(files.length, 400);
    assert.match(notes[0]!.sentence, /large/);
  });

  it("can be cancelled", () => assert.rejects(readWorkspace(folder, AbortSignal.abort()), { name: "AbortError" }));

  it("prefers the project's own interpreter to the API's container", async () => {
    write("docker-compose.yml", "services: {api: {command: gunicorn x, ports: ['8000:8000']}}");
    write("manage.py", "");
    write(".venv/bin/python", "");
    const [proposed] = (await discoverEnvironments(folder)).environments;
    assert.deepEqual(proposed?.input.tenantData, { kind: "django", project: ".", python: ".venv/bin/python" });
  });
});

describe("compose files", () => {
  const read = (text: string) => parseComposeFile(text, "compose.yml", knownValues(new Map()));

  it("take every form of ports, and none of a range or a random one", () => {
    const { services } = read(`services: {a: {ports: [
      "80:8000", "127.0.0.1:81:8000/tcp", "[::1]:82:8000", "8000", "3000-3005:3000-3005", "83:83/udp",
      {target: 8000, published: 84}, {target: 8000} ]}}`);
    assert.deepEqual(
      services.get("a")?.ports.map(({ host, published }) => `${host}:${published}`),
      ["127.0.0.1:80", "127.0.0.1:81", "[::1]:82", "127.0.0.1:84"],
    );
  });

  it("end at anchors that refer to themselves or grow without bound", () => {
    read("services: &s {a: {<<: *s}}");
    read("a: &a {<<: *b}\nb: &b {<<: *a}\nservices: *a");
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefghi".split("").map((name, at) => {
        const inner = `*${"abcdefgh"[at]}`;
        return `${name}: &${name} [${Array.from({ length: 9 }, () => inner).join(",")}]`;
      }),
    ];
    read([...bomb, "services: {w: {environment: *i, ports: *i}}"].join("\n"));
  });

  it("are read or refused, never thrown at, whatever they hold", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        read(text);
        read(`services:\n  worker:\n    environment: ${text}`);
      }),
      { seed: 5, numRuns: 300 },
    );
    for (const text of [
      "",
      "[]",
      "services: 5",
      "services: [a]",
      "services: {a: null, b: [1], c: text}",
      "a: !!js/function x",
    ])
      assert.equal(read(text).services.get("a")?.ports.length ?? 0, 0);
  });
});

describe("variables", () => {
  it("are filled in as compose does", () => {
    const values: Record<string, string> = { A: "a", EMPTY: "" };
    const fill = (text: string) => interpolate(text, (name) => values[name]);
    assert.equal(
      fill("$A ${A} $$A ${A:-x} ${EMPTY:-x} ${EMPTY-x} ${NO-x} ${NO:-${A}} ${A:+y} ${NO:+y}"),
      "a a $A a x  x a y ",
    );
    assert.equal(fill("${NO}"), undefined);
    assert.equal(fill("${NO:?needed}"), undefined);
    assert.equal(fill("100$"), "100$");
  });

  it("of a .env never throw, and know their line", () => {
    assert.equal(parseEnvFile("A=1\r\n\r\nexport B=2 # x\r\n", ".env").get("B")?.at.line, 3);
    fc.assert(
      fc.property(fc.string(), (text) => void parseEnvFile(text, ".env")),
      { seed: 5, numRuns: 300 },
    );
  });

  it("that are secrets are known by name and by a password in an address, and are not kept", () => {
    const read = parseEnvFile("SOLAPI_API_KEY=abc\nBROKER=amqp://u:p@h/\nQUEUE=q\nAWS_SECRET_ACCESS_KEY=", ".env");
    const kept = ["SOLAPI_API_KEY", "BROKER", "QUEUE", "AWS_SECRET_ACCESS_KEY"]
      .map((each) => read.get(each)!)
      .map(({ name, value, isSecret, isSet }) => [name, value, isSecret, isSet]);
    assert.deepEqual(kept, [
      ["SOLAPI_API_KEY", "", true, true],
      ["BROKER", "", true, true],
      ["QUEUE", "q", false, true],
      ["AWS_SECRET_ACCESS_KEY", "", true, false],
    ]);
  });
});

describe("AWS profiles", () => {
  it("are names and regions, nothing else", () => {
    const text =
      "[default]\nregion = ap-northeast-2\n[profile academy]\naws_access_key_id = AKIA\nregion=us-east-1\n[sso-session x]\nregion=eu-west-1\n";
    assert.deepEqual(
      parseAwsProfiles(text, "~/.aws/config").map(({ name, region }) => `${name} ${region}`),
      ["default ap-northeast-2", "academy us-east-1"],
    );
  });

  it("are offered, never chosen", () => {
    const { environments } = proposeEnvironments({
      name: "backend",
      files: [{ file: ".env", text: "AWS_REGION=us-east-1" }],
      appFolders: [],
      interpreters: [],
      awsConfig: { file: "~/.aws/config", text: "[profile academy]" },
      notes: [],
    });
    assert.equal(environments[0]?.input.queue?.profile, undefined);
    const profile = environments[0]?.values.find(({ path: at }) => at === "queue.profile");
    assert.deepEqual(
      profile?.alternatives.map(({ value }) => value),
      ["academy"],
    );
  });
});
