import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";

/** Carries the frames of a program that `messaging run` starts, with each of its calls to the stack (src/runtime/redirect). */
const HEADER = "x-messaging-frames";
const MOST_FRAMES = 20;
const LONGEST_HEADER = 8_192;

/** A frame of the user's own code: an absolute file, a line from 1 on, and the function's name. */
export const callFrame = z.object({ file: z.string().max(1_000), line: z.int().min(1), name: z.string().max(200) });
export type CallFrame = z.output<typeof callFrame>;

/** The frames that a request comes from, the innermost first; undefined if it names none. */
export function framesIn({ [HEADER]: header }: IncomingHttpHeaders): CallFrame[] | undefined {
  if (typeof header !== "string" || header.length > LONGEST_HEADER) return undefined;
  try {
    const given: unknown = JSON.parse(Buffer.from(header, "base64").toString());
    const frames = z.array(callFrame).max(MOST_FRAMES).parse(given);
    return frames.length > 0 ? frames : undefined;
  } catch {
    return undefined; // another program's header
  }
}
