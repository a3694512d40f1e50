import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { version } from "../../../package.json";
import {
  compiledCodeFolder,
  removeOlderCompiledCode,
  withCompiledCode,
} from "../../../src/runtime/control/compiledCode";

describe("the compiled code that Node keeps of our programs", () => {
  let home: string;
  let env: NodeJS.ProcessEnv;
  beforeEach(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-compiled-"));
    env = { XDG_STATE_HOME: home, LOCALAPPDATA: home };
  });
  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  const all = () => path.dirname(compiledCodeFolder(env)!);
  const add = (name: string) => fs.mkdirSync(path.join(all(), name, "v24.1.0-x64-0-0"), { recursive: true });

  it("goes away of older versions, and stays of this one, of newer ones and of nobody's", async () => {
    for (const name of ["0.0.9", version, "999.0.0", "v24.1.0-x64-00250a7c-0", "notes"]) add(name);
    await removeOlderCompiledCode(env);
    assert.deepEqual(fs.readdirSync(all()).sort(), [version, "999.0.0", "notes"].sort());
  });

  it("is not there to remove at the first start", () => removeOlderCompiledCode(env));

  it("goes away under a process that uses it, which ends as it should", async () => {
    const old = path.join(all(), "0.0.9");
    const script = path.join(home, "program.js");
    fs.writeFileSync(
      script,
      "process.stdin.once('data', () => console.log(require('./later').value)); console.log('up');",
    );
    fs.writeFileSync(path.join(home, "later.js"), "exports.value = 7; process.stdin.destroy();");
    const { NODE_DISABLE_COMPILE_CACHE: _none, ...variables } = process.env;
    const child = spawn(process.execPath, [script], { env: { ...variables, NODE_COMPILE_CACHE: old } });
    after(() => child.kill("SIGKILL"));
    const said: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => void said.push(text));
    await once(child.stdout, "data");
    assert.ok(fs.existsSync(old));
    await removeOlderCompiledCode(env);
    assert.ok(!fs.existsSync(old));
    child.stdin.end("go on\n");
    const [code] = (await once(child, "close")) as [number];
    assert.deepEqual([code, said.join("")], [0, "up\n7\n"]);
  });

  it("is the user's business where the user has named a folder, or wants none", () => {
    assert.equal(compiledCodeFolder({ ...env, NODE_COMPILE_CACHE: home }), undefined);
    assert.equal(compiledCodeFolder({ ...env, NODE_DISABLE_COMPILE_CACHE: "1" }), undefined);
    assert.equal(withCompiledCode(env)["NODE_COMPILE_CACHE"], path.join(all(), version));
  });
});
