import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { endStack } from "../../host/endStack";
import { runAction } from "./actionRun";
import { version } from "../../../package.json";

/** npm and npx are batch files there. */
const shell = process.platform === "win32";

/** As somebody has it who installed the package: no network, no checkout, an empty folder. */
describe("the packed package", () => {
  let folder: string;
  let project: string;
  let env: NodeJS.ProcessEnv;

  const run = (command: string, ...args: string[]): SpawnSyncReturns<string> =>
    spawnSync(command, args, { cwd: project, env, encoding: "utf8", shell });
  const messaging = (...args: string[]) => run("npx", "--offline", "messaging", ...args);
  const npm = (...args: string[]) => {
    const { status, stderr } = run("npm", ...args, "--offline", "--no-audit", "--no-fund", "--loglevel=error");
    assert.equal(status, 0, stderr);
  };

  const tarball = () => path.join(folder, `messaging-runtime-debugger-${version}.tgz`);

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-packed-"));
    project = path.join(folder, "project");
    fs.mkdirSync(project);
    const { PATH, HOME, LANG = "C.UTF-8" } = process.env;
    env = {
      // The Node that runs this test first; else the machine's, which may be too old.
      PATH: [path.dirname(process.execPath), PATH].join(path.delimiter),
      HOME,
      LANG,
      TMPDIR: os.tmpdir(),
      MESSAGING_LANG: "en",
      MESSAGING_STATE_DIR: path.join(folder, "state"),
      MESSAGING_ANY_PORT: "1",
    };
    // Built already; prepack would build again.
    npm("pack", process.cwd(), "--ignore-scripts", "--pack-destination", folder);
    npm("install", tarball(), "--ignore-scripts");
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("holds what runs and nothing of how it is made", () => {
    const root = path.join(project, "node_modules/messaging-runtime-debugger");
    const files = fs.readdirSync(root).sort();
    assert.deepEqual(files, [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist",
      "docs",
      "l10n",
      "media",
      "package.json",
      "package.nls.json",
      "package.nls.ko.json",
      "python",
      "schemas",
      "testing",
    ]);
    assert.deepEqual(
      fs.readdirSync(path.join(root, "dist")).filter((name) => name.endsWith(".map")),
      [],
    );
    assert.match(fs.readFileSync(path.join(root, "dist/THIRD_PARTY_NOTICES.txt"), "utf8"), /^fastify \d/m);
  });

  it("brings the command messaging", () => {
    const { stdout, stderr, status } = messaging("--version");
    assert.equal(stdout.trim(), version, stderr);
    assert.equal(status, 0);
  });

  it("says with status --json that no stack runs", () => {
    const { stdout, stderr, status } = messaging("status", "--json");
    assert.match(stdout + stderr, /No local stack runs/);
    const { error } = JSON.parse(stdout) as { error: { hint: string } };
    assert.equal(error.hint, "Start it: npx messaging up");
    assert.equal(status, 69);
  });

  it("sends a message through the four layers: it finds its stack and its worker", () => {
    const { stdout, stderr, status } = messaging("start", "--json");
    assert.equal(status, 0, stderr);
    assert.ok(JSON.parse(stdout), stdout);
  });

  it("finds the bundle of real environments, and its Korean", () => {
    const file = path.join(folder, "staging.json");
    const settings = { tenantCode: "hakwonplus", api: { url: "http://127.0.0.1:9" } };
    fs.writeFileSync(file, JSON.stringify(settings));
    const korean = { ...env, MESSAGING_LANG: "ko" };
    const check = ["npx", "--offline", "messaging", "environment", "check", "--environment", file];
    const { stdout, stderr } = spawnSync(check[0]!, check.slice(1), {
      cwd: project,
      env: korean,
      encoding: "utf8",
      shell,
    });
    assert.match(stdout, /API      이 환경의 API 토큰이 없습니다/, stderr);
  });

  it("runs scenarios by action.yml: the job fails, and its summary names the layer and the cause", () => {
    fs.mkdirSync(path.join(project, ".messaging"));
    const scenario = 'name: Is delivered\ngiven: { sender: "" }\nexpect: { outcome: ok }\n';
    fs.writeFileSync(path.join(project, ".messaging/wrong.scenario.yaml"), scenario);
    const given = { files: ".messaging", junit: "report.xml", version: `file:${tarball()}` };
    const { status, output, summary } = runAction(given, { cwd: project, env });
    assert.equal(status, 1, output);
    assert.match(output, /✖ Is delivered/);
    assert.match(summary, /^### Messaging scenarios\n\n0 passed, 1 failed/);
    assert.match(summary, /\| API \| .*api\.sender-empty.* \| outcome: expected ok, got blocked/);
    const junit = fs.readFileSync(path.join(project, "report.xml"), "utf8");
    assert.match(junit, /<failure message="API · Stopped: .* \(api\.sender-empty\)/);
  });

  describe("on a Node that is too old", () => {
    let node: string;
    const bin = () => path.join(project, "node_modules/messaging-runtime-debugger/dist/cli.js");

    before(function () {
      const found = oldNode();
      if (found) return void (node = found);
      process.stdout.write("    skipped: the command on an older Node; /usr/bin/node is none\n");
      this.skip();
    });

    it("says so in one sentence, and what to do", () => {
      const { stderr, status } = spawnSync(node, [bin(), "--version"], { cwd: project, env, encoding: "utf8" });
      assert.match(stderr, /^Node [\d.]+ is too old: 22\.13 or newer is needed\. .*npm install node@24\n$/);
      assert.equal(status, 69);
    });

    describe("beside which a newer one is installed", () => {
      before(() => fs.symlinkSync(path.resolve("node_modules/node"), path.join(project, "node_modules/node"), "dir"));
      after(() => fs.rmSync(path.join(project, "node_modules/node")));

      it("hands over to that one", () => {
        const { stdout, status } = spawnSync(node, [bin(), "--version"], { cwd: project, env, encoding: "utf8" });
        assert.equal(stdout.trim(), version);
        assert.equal(status, 0);
      });

      it("leaves nothing behind when it is killed", async () => {
        const launcher = spawn(node, [bin(), "up"], { cwd: project, env, stdio: ["ignore", "pipe", "inherit"] });
        // Both processes hold the pipe: it ends with the second.
        await once(launcher.stdout, "data");
        const ended = once(launcher.stdout.resume(), "end");
        launcher.kill("SIGKILL");
        await ended;
        await endStack(path.join(folder, "state"));
      });
    });
  });
});

/** The machine's Node, where it is older than the product needs. */
function oldNode(): string | undefined {
  const { stdout } = spawnSync("/usr/bin/node", ["--version"], { encoding: "utf8" });
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  if (major === undefined || Number(major) > 22 || (Number(major) === 22 && Number(minor) >= 13)) return undefined;
  return "/usr/bin/node";
}
