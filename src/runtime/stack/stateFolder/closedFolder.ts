import fs from "node:fs";
import path from "node:path";

/**
 * Makes the folder of a stack, and closes it and every file in it to other users, also where the folder was there
 * before. What is made in it later has the rights that the umask of the stack's process leaves.
 */
export function closeFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === "win32") return; // a profile's folder is its owner's
  fs.chmodSync(folder, 0o700);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile()) fs.chmodSync(path.join(folder, entry.name), 0o600);
}
