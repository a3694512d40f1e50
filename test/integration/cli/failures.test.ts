import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { processGone } from "../stack/processLife";
import { distDir, runCli } from "../stack/stackFixture";

describe("A command that fails under --json", () => {
  const cases: [args: string[], exit: number, code: string, hint: RegExp][] = [
    [["status"], 69, "no-stack", /up$/],
    [["sned"], 64, "usage", /--help/],
    [["queue", "peek", "nowhere"], 64, "usage", /--help/],
    [["up", "--no-such"], 64, "usage", /--help/],
    [["diagnose", "--evidence", "/no/such/file.json"], 64, "evidence-unreadable", /./],
  ];
  for (const [args, exit, code, hint] of cases) {
    it(`answers with JSON: ${args.join(" ")} (stdout was empty)`, async () => {
      const stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-json-"));
      const answer = await runCli([...args, "--json"], { MESSAGING_STATE_DIR: stateDir });
      const { version, error } = JSON.parse(answer.stdout);
      assert.deepEqual([answer.code, version, error.code], [exit, 1, code]);
      assert.match(error.hint, hint);
      assert.doesNotMatch(error.message, /^error:|\n\s+at /);
      await fs.rm(stateDir, { recursive: true, force: true });
    });
  }

  it("says so of a bundle that is nested 7,000 deep (a RangeError with a stack)", async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-deep-"));
    for (const [name, bundle] of [
      ["rows", `{"notificationLogs":${"[".repeat(7_000)}${"]".repeat(7_000)}}`],
      ["body", `{"api":{"body":${'{"a":['.repeat(3_500)}${"]}".repeat(3_500)}}}`],
    ] as const) {
      const file = path.join(folder, `${name}.json`);
      await fs.writeFile(file, bundle);
      const { code, stdout, stderr } = await runCli(["diagnose", "--evidence", file, "--json"]);
      assert.equal(code, 64, stderr);
      assert.match(JSON.parse(stdout).error.message, /nested deeper than 200 levels/);
    }
    await fs.rm(folder, { recursive: true, force: true });
  });
});

describe("The command line on an older Node", () => {
  it("ends with its first process where that is killed, at full load too (the other lived on)", async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-older-"));
    // The launcher as an older Node would run it, in front of a command that holds its thread and hears no signal.
    await fs.mkdir(path.join(folder, "dist"));
    await fs.copyFile(path.join(distDir, "cli.js"), path.join(folder, "dist", "cli.js"));
    await fs.mkdir(path.join(folder, "node_modules", "node", "bin"), { recursive: true });
    await fs.writeFile(path.join(folder, "node_modules", "node", "package.json"), "{}");
    await fs.symlink(process.execPath, path.join(folder, "node_modules", "node", "bin", "node"));
    await fs.writeFile(path.join(folder, "old.cjs"), OLDER);
    await fs.writeFile(path.join(folder, "dist", "cli-main.js"), `${await watching()}\n${BUSY}`);
    const launcher = spawn(process.execPath, [path.join(folder, "old.cjs")], { stdio: ["ignore", "pipe", "inherit"] });
    const [pid] = (await once(launcher.stdout.setEncoding("utf8"), "data")) as [string];
    launcher.kill("SIGKILL");
    await processGone(Number(pid));
    await fs.rm(folder, { recursive: true, force: true });
  }).timeout(40_000);
});

const OLDER = `
Object.defineProperty(process.versions, "node", { value: "20.19.0" });
require("./dist/cli.js");`;

/** Says who it is, and never comes back to its event loop. */
const BUSY = `
process.on("SIGTERM", () => undefined);
setTimeout(() => {
  require("node:fs").writeSync(1, String(process.pid));
  for (;;);
}, 500);`;

/** What the product's main does first, built as the product is. */
async function watching(): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: {
      contents: `import { endWithParent } from "./src/cli/parentPipe"; endWithParent(process.env);`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    platform: "node",
    write: false,
  });
  return outputFiles[0]!.text;
}
