export type OutputName = "stdout" | "stderr";

/** A piece of one of a container's outputs. */
export interface Frame {
  output: OutputName;
  payload: Buffer;
}

const HEADER_BYTES = 8;

/**
 * Takes an engine's multiplexed stream apart: frames of `[stream, 0, 0, 0, big-endian length]` and payload, cut anywhere
 * by the network.
 */
export class FrameDecoder {
  #rest: Buffer[] = [];
  #bytes = 0;

  /** @throws Error where the stream is not framed, as of a container with a terminal */
  decode(chunk: Buffer): Frame[] {
    this.#rest.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < this.#wanted()) return [];
    let data = this.#rest.length === 1 ? chunk : Buffer.concat(this.#rest);
    const frames: Frame[] = [];
    while (data.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + data.readUInt32BE(4);
      if (data.length < end) break;
      frames.push({ output: outputOf(data), payload: data.subarray(HEADER_BYTES, end) });
      data = data.subarray(end);
    }
    this.#rest = [data];
    this.#bytes = data.length;
    return frames;
  }

  /** Bytes without which no frame is complete: a large one is put together once, not at every piece. */
  #wanted(): number {
    const first = this.#rest[0]!;
    if (first.length < HEADER_BYTES) return HEADER_BYTES;
    outputOf(first);
    return HEADER_BYTES + first.readUInt32BE(4);
  }
}

function outputOf(header: Buffer): OutputName {
  // 3 is an error of the engine's own (systemerr); it stands where a person looks for it.
  if (header[0]! > 3 || header[1] || header[2] || header[3]) throw new Error("not a multiplexed stream");
  return header[0] === 2 || header[0] === 3 ? "stderr" : "stdout";
}
