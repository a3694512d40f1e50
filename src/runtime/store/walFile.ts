import fs from "node:fs";

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682; // the lowest bit: checksums in big-endian words

/**
 * Checks the write-ahead log of a SQLite file that nobody has open. SQLite itself reads up to the first frame whose
 * checksum is wrong, and drops the rest without a word.
 *
 * - `whole`: no log, or every frame of it is valid. Frames of an earlier round may follow: they have other salts.
 * - `torn`: its last frame was not written to the end, as a power failure leaves it. Nothing committed is lost.
 * - `damaged`: valid frames come after an invalid one, or its header is not valid: SQLite would drop commits.
 */
export function checkWal(file: string): "whole" | "torn" | "damaged" {
  if (!fs.existsSync(file)) return "whole";
  const wal = fs.readFileSync(file);
  if (wal.length < HEADER_BYTES) return wal.length === 0 ? "whole" : "torn";
  const magic = wal.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== MAGIC) return "damaged";
  const sum = checksumOf((magic & 1) === 1);
  const pageSize = wal.readUInt32BE(8);
  let state = sum(wal, 0, 24, [0, 0]);
  if (!isStored(wal, 24, state)) return "damaged";
  const salts = wal.subarray(16, 24);
  const frameBytes = FRAME_HEADER_BYTES + pageSize;
  let invalid: number | undefined;
  for (let at = HEADER_BYTES; at + frameBytes <= wal.length; at += frameBytes) {
    const isOfThisRound = wal.subarray(at + 8, at + 16).equals(salts);
    if (invalid !== undefined) {
      if (isOfThisRound) return "damaged";
      continue;
    }
    state = sum(wal, at, 8, state);
    state = sum(wal, at + FRAME_HEADER_BYTES, pageSize, state);
    if (!isOfThisRound || !isStored(wal, at + 16, state)) invalid = at;
  }
  if (invalid === undefined) return (wal.length - HEADER_BYTES) % frameBytes === 0 ? "whole" : "torn";
  return wal.subarray(invalid + 8, invalid + 16).equals(salts) ? "torn" : "whole";
}

type Sums = readonly [number, number];

const isStored = (wal: Buffer, at: number, [first, second]: Sums): boolean =>
  wal.readUInt32BE(at) === first && wal.readUInt32BE(at + 4) === second;

/** SQLite's checksum over 32-bit words. */
const checksumOf =
  (isBigEndian: boolean) =>
  (bytes: Buffer, start: number, length: number, [first, second]: Sums): Sums => {
    for (let at = start; at < start + length; at += 8) {
      const one = isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
      const two = isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
      first = (first + one + second) >>> 0;
      second = (second + two + first) >>> 0;
    }
    return [first, second];
  };
