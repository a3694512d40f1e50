import type { FileHandle } from "node:fs/promises";
import { timeOfLine, zoneOfFile } from "./lineTime";

/** Enough to reach the last line with a time above a traceback. */
const END_BYTES = 16 * 1024;

/** A log file's time zone, from its last line and modification time. See `zoneOfFile`. */
export async function zoneOfLogFile(file: FileHandle): Promise<string> {
  const { size, mtimeMs } = await file.stat();
  const buffer = Buffer.alloc(Math.min(size, END_BYTES));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, size - buffer.length);
  const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
  return zoneOfFile(
    lines.findLast((line) => timeOfLine(line).wall !== undefined || timeOfLine(line).instant !== undefined),
    mtimeMs,
  );
}
