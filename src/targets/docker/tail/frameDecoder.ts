export type OutputName = "stdout" | "stderr";

/** A piece of one of a container's outputs. */
export interface Frame {
  output: OutputName;
  payload: Buffer;
}

const HEADER_BYTES = 8;

/**
 * Decodes an engine's multiplexed stream: frames of `[stream, 0, 0, 0, big-endian length]` and payload, split anywhere
 * by the network.
 */
export class FrameDecoder {
  #rest: Buffer[] = [];
  #bytes = 0;

  /** @throws Error if the stream is not framed, as with a container that has a terminal */
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

  /** Bytes needed to complete a frame: a large one is joined once, not at every chunk. */
  #wanted(): number {
    const first = this.#rest[0]!;
    if (first.length < HEADER_BYTES) return HEADER_BYTES;
    outputOf(first);
    return HEADER_BYTES + first.readUInt32BE(4);
  }
}

function outputOf(header: Buffer): OutputName {
  // 3 is an error of the engine itself (systemerr), shown among the lines where a user looks for it.
  if (header[0]! > 3 || header[1] || header[2] || header[3]) throw new Error("not a multiplexed stream");
  return header[0] === 2 || header[0] === 3 ? "stderr" : "stdout";
}
