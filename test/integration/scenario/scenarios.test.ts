import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { runCli } from "../stack/stackFixture";

/** Of a page, each example that is marked as YAML. */
export const examplesIn = (page: string): string[] =>
  [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text]) => text!);

const stacksLeft = async () => (await fs.readdir(os.tmpdir())).filter((name) => name.startsWith("messaging-scenario-"));

/** A statement that takes the port, or ends its program. */
const fixedPort = (port: number) => `(await import("node:net")).createServer().listen(${port}, "127.0.0.1")`;

interface Results {
  results: { name: string; status: string; problem?: { reason: string; message: string; nextStep?: string } }[];
}

describe("messaging test", () => {
  let workspace: string;
  let before: string[];

  beforeEach(async () => {
    before = await stacksLeft();
    workspace = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-scenarios-test-"));
    await fs.mkdir(path.join(workspace, ".messaging"));
  });
  afterEach(() => fs.rm(workspace, { recursive: true, force: true }));

  const write = (name: string, ...lines: string[]) =>
    fs.writeFile(path.join(workspace, ".messaging", name), lines.join("\n"));
  const test = (...args: string[]) => runCli(["test", "--workspace", workspace, ...args]);
  const read = (stdout: string) => (JSON.parse(stdout) as Results).results;

  it("passes the examples of docs/scenarios.md, and leaves nothing behind", async () => {
    const examples = examplesIn(await fs.readFile("docs/scenarios.md", "utf8"));
    assert.ok(examples.length >= 4, String(examples.length));
    for (const [index, text] of examples.entries()) await write(`${index}.scenario.yaml`, text);
    // Programs of one's own, beside the libraries that they need.
    for (const name of ["api.mjs", "worker.mjs"])
      await fs.copyFile(`test/fixtures/programs/${name}`, path.join(workspace, name));
    await fs.symlink(path.resolve("node_modules"), path.join(workspace, "node_modules"), "junction");
    const { code, stdout, stderr } = await test("--json");
    const results = read(stdout);
    assert.deepEqual(
      results.filter(({ status }) => status !== "passed"),
      [],
      stderr,
    );
    assert.ok(results.length >= 5, String(results.length));
    assert.equal(code, 0);
    assert.deepEqual(await stacksLeft(), before);
  });

  it("fails with the layer and the cause in JUnit's text", async () => {
    await write("wrong.scenario.yaml", "name: <wrong> & more", 'given: { sender: "" }', "expect: { outcome: ok }");
    const report = path.join(workspace, "reports", "junit.xml");
    const summary = path.join(workspace, "summary.md");
    await fs.writeFile(summary, "before\n");
    const { code } = await test("--junit", report, "--summary", summary);
    assert.equal(code, 1);
    assert.match(
      await fs.readFile(summary, "utf8"),
      /^before\n### Messaging scenarios\n\n0 passed, 1 failed, .*\n\n\|.*\n\|.*\n\| .* \| API \| .*api.sender-empty.* \| outcome: expected ok, got blocked/,
    );
    const xml = await fs.readFile(report, "utf8");
    assert.match(xml, /<testsuites name="messaging" tests="1" failures="1" errors="0"/);
    assert.match(xml, /<testcase name="&lt;wrong&gt; &amp; more" classname="\.messaging\/wrong\.scenario\.yaml"/);
    assert.match(xml, /<failure message="API · Stopped: [^"]+ \(api\.sender-empty\)" type="api\.sender-empty">/);
    assert.match(xml, /\.messaging\/wrong\.scenario\.yaml:1\noutcome: expected ok, got blocked/);
    // The stack is gone, and its message is still shown.
    const [, kept] = /\nIts messages: .* diagnose --evidence (\S+)</.exec(xml) ?? [];
    assert.equal(path.dirname(kept!), path.join(workspace, "reports", "messaging-reports"), xml);
    const shown = await runCli(["diagnose", "--evidence", kept!]);
    assert.match(shown.stdout, /✖ API +Tenant\.messaging_sender is empty/);
  });

  it("saves a bundle as a scenario that passes", async () => {
    const { stdout } = await test("save", "test/fixtures/bundles/api.sender-empty.json", "--json");
    const { file } = JSON.parse(stdout) as { file: string };
    assert.equal(file, path.join(workspace, ".messaging", "api.sender-empty.scenario.yaml"));
    const { code, stdout: results } = await test("--json");
    assert.deepEqual([code, read(results).map(({ status }) => status)], [0, ["passed"]], results);
  });

  it("reports what it cannot read, and runs the others all the same", async () => {
    await write("a.scenario.yaml", "name: fine", 'given: { sender: "" }', "expect: { cause: api.sender-empty }");
    await write("b.scenario.yaml", "name: wrong", "expct: {}");
    const { code, stdout } = await test("--json");
    assert.equal(code, 64);
    assert.deepEqual(
      read(stdout).map(({ name, status }) => `${name}: ${status}`),
      ["wrong: broken", "wrong: broken", "fine: passed"],
    );
  });

  it("says what it waited for where a scenario hangs", async () => {
    await write(
      "a.scenario.yaml",
      "name: hangs",
      "given: { fault: worker.not-running }",
      "send: { text: a, until: delivered }",
      "expect: { within: 1s }",
    );
    const { code, stdout } = await test("--json");
    const [result] = read(stdout);
    assert.equal(result?.problem?.reason, "scenario-hangs");
    assert.equal(result.problem.message, "Waited 1 s in vain for the state delivered");
    assert.equal(code, 2);
  });

  it("shows the last words of a worker of one's own that ends too early", async () => {
    const program = JSON.stringify([process.execPath, "-e", "console.error('no queue'); process.exit(3)"]);
    await write("a.scenario.yaml", "name: ends", `own: { worker: ${program} }`, "expect: { outcome: ok }");
    const { stdout } = await test("--json");
    const [result] = read(stdout);
    assert.equal(result?.problem?.reason, "program-ended");
    assert.match(result.problem.message, /no queue$/);
  });

  it("says that a port is taken; scenarios whose programs want the same port run one after the other", async () => {
    const taken = net.createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as net.AddressInfo;
    await fs.copyFile("test/fixtures/programs/worker.mjs", path.join(workspace, "worker.mjs"));
    await fs.symlink(path.resolve("node_modules"), path.join(workspace, "node_modules"), "junction");
    await fs.writeFile(path.join(workspace, "fixed.mjs"), `${fixedPort(port)}; await import("./worker.mjs");`);
    for (const name of ["first", "second"])
      await write(
        `${name}.scenario.yaml`,
        `name: ${name}`,
        "own: { worker: node fixed.mjs }",
        "expect: { outcome: ok }",
      );
    const { stdout: refused } = await test("--json", path.join(workspace, ".messaging", "first.scenario.yaml"));
    const [problem] = read(refused).map((result) => result.problem);
    assert.equal(problem?.reason, "port-taken", refused);
    assert.match(problem.message, /EADDRINUSE: address already in use/);
    assert.match(problem.nextStep ?? "", /\{port\}/);
    taken.close();
    await once(taken, "close");
    const { code, stdout } = await test("--json", "--jobs", "2");
    assert.deepEqual([code, read(stdout).map(({ status }) => status)], [0, ["passed", "passed"]], stdout);
  });

  it("says where it looked when there is none", async () => {
    const { code, stderr } = await test();
    assert.match(stderr, /There are no scenarios in \.messaging/);
    assert.equal(code, 64);
  });
});
