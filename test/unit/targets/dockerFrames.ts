/** A frame as an engine writes it. */
export function frame(output: "stdout" | "stderr", payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload);
  const header = Buffer.alloc(8);
  header[0] = output === "stderr" ? 2 : 1;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

/** The same bytes in pieces, cut at these places (any numbers). */
export function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

export const timeAt = (nanoseconds: number) => `2026-03-05T01:00:00.${String(nanoseconds).padStart(9, "0")}Z`;
