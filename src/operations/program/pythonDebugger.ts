import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { pythonOnPath } from "./programWords";

const run = promisify(execFile);
const ASKED_WITHIN_MS = 15_000;
const VIRTUAL = [".venv", "venv"];

/**
 * The Python that runs a folder's programs, if debugpy can be imported there: the given one, else that of a virtual
 * environment in these folders, else the one on the path.
 */
export async function pythonWithDebugger(
  given: string | undefined,
  folders: readonly string[],
): Promise<string | undefined> {
  const python = given ?? (await virtualPython(folders)) ?? pythonOnPath();
  try {
    await run(python, ["-c", "import debugpy.adapter"], { timeout: ASKED_WITHIN_MS, windowsHide: true });
    return python;
  } catch {
    return undefined;
  }
}

/** That of the nearest virtual environment in these folders. */
export async function virtualPython(folders: readonly string[]): Promise<string | undefined> {
  const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  for (const folder of folders)
    for (const name of VIRTUAL) {
      const python = path.join(folder, name, ...inside);
      if (
        await fs.access(python).then(
          () => true,
          () => false,
        )
      )
        return python;
    }
  return undefined;
}
