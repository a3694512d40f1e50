// The packaged extension: build the VSIX, look into it, install it as `code --install-extension` does.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { nodeExecutable, projectRoot, standInExecutable } from "./installation.ts";

export interface VsixEntry {
  /** Inside of the archive: `extension/dist/extension.js`. */
  name: string;
  sizeBytes: number;
}

/**
 * Packages what is built into a VSIX.
 * @param source folder of the extension; its dist/ must be built for release already.
 * @returns the path of the VSIX.
 */
export function packageVsix(outputFolder: string, source: string = projectRoot): string {
  const vsix = path.join(outputFolder, "extension.vsix");
  const vsce = path.join(projectRoot, "node_modules/@vscode/vsce/vsce");
  // Bundled, so without node_modules.
  runChecked(nodeExecutable, [vsce, "package", "--no-dependencies", "--out", vsix], source);
  return vsix;
}

/** Installs a VSIX into a folder for extensions; start a host with the same `extensionsDir` to use it. */
export function installVsix(vsix: string, extensionsDir: string): void {
  runChecked(standInExecutable, ["--extensions-dir", extensionsDir, "--install-extension", vsix], projectRoot);
}

/** @returns what the VSIX holds, from the archive's central directory. */
export function listVsix(vsix: string): VsixEntry[] {
  const bytes = fs.readFileSync(vsix);
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new Error(`Not a VSIX: ${vsix}`);
  const count = bytes.readUInt16LE(end + 10);
  let offset = bytes.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    const lengthAt = (field: number) => bytes.readUInt16LE(offset + field);
    const nameStart = offset + 46;
    const nameEnd = nameStart + lengthAt(28);
    const sizeBytes = bytes.readUInt32LE(offset + 24);
    const name = bytes.toString("utf8", nameStart, nameEnd);
    offset = nameEnd + lengthAt(30) + lengthAt(32);
    return { name, sizeBytes };
  });
}

function runChecked(command: string, args: string[], cwd: string): void {
  try {
    execFileSync(command, args, { cwd, stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${path.basename(command)} failed:\n${stdout}${stderr}`.trim(), { cause: error });
  }
}
