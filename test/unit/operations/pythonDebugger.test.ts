import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pythonWithDebugger } from "../../../src/operations/program/pythonDebugger";

describe("the Python that runs a folder's programs under debugpy", function () {
  if (process.platform === "win32") return;
  let folder: string;
  before(async () => (folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-python-"))));
  after(() => fs.rm(folder, { recursive: true }));

  /** An interpreter that has debugpy, or has not. */
  const python = async (name: string, hasDebugger: boolean) => {
    const file = path.join(folder, name);
    await fs.mkdir(path.dirname(file), { recursive: true });
    const isAsked = `[ "$*" = "-c import debugpy.adapter" ]`;
    await fs.writeFile(file, `#!/bin/sh\n${hasDebugger ? isAsked : "exit 1"}\n`, { mode: 0o755 });
    return file;
  };

  it("is the given one, else that of the nearest virtual environment", async () => {
    const given = await python("given/python", true);
    const outer = await python("venv/bin/python", true);
    const folders = [path.join(folder, "app"), folder];
    assert.equal(await pythonWithDebugger(given, folders), given);
    assert.equal(await pythonWithDebugger(undefined, folders), outer);
    const own = await python("app/.venv/bin/python", true);
    assert.equal(await pythonWithDebugger(undefined, folders), own);
  });

  it("is none where that one has no debugpy, whatever others have: their libraries are not the program's", async () => {
    await python("app/.venv/bin/python", false);
    assert.equal(await pythonWithDebugger(undefined, [path.join(folder, "app"), folder]), undefined);
    assert.equal(await pythonWithDebugger(path.join(folder, "no-such-python"), []), undefined);
  });
});
