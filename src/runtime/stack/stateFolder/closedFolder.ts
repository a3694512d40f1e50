import fs from "node:fs";
import path from "node:path";

/**
 * Creates the folder of a stack if needed, and denies other users access to it and to every file already in it. Files
 * created later get the permissions that the umask of the stack's process leaves.
 */
export function closeFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === "win32") return; // a profile's folder belongs to its owner
  fs.chmodSync(folder, 0o700);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile()) fs.chmodSync(path.join(folder, entry.name), 0o600);
}
