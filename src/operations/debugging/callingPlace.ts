import fs from "node:fs/promises";
import path from "node:path";
import { STACKS_WORKER } from "../../runtime/holds/holdMessages";
import type { HeldMessage } from "../../runtime/holds/holdMessages";
import type { HoldPoint } from "../../runtime/holds/holdPoint";
import type { PrintingPlace } from "../log/printingPlace";
import { findPrograms } from "../program/findPrograms";

/** How a worker's code does what a message is held at. Absent: no call of its own shows it. */
const calls: Partial<Record<HoldPoint, RegExp>> = {
  received: /\breceive_messages?\(|ReceiveMessageCommand\(|\.receiveMessage\(/,
  "provider-call": /\.solapi\.com|\bsolapi\w*\.send\w*\(|\bsend_(?:sms|lms|alimtalk|many|message)\w*\(/i,
  delete: /\bdelete_message\w*\(|DeleteMessage\w*Command\(|\.deleteMessage\w*\(/,
};
calls["provider-answer"] = calls["provider-call"];

const IMPORT = /^\s*(?:import|from|def|async def|#|\/\/|\*)\b/;

/**
 * The lines of the user's own code at which a message is held, the innermost first: the frames that its program reports,
 * where their files are here, else the line of the folder's worker that does it. None where another holds it.
 */
export async function callingPlaces(
  folder: string | undefined,
  held: Pick<HeldMessage, "participant" | "point" | "frames">,
): Promise<(PrintingPlace & { name?: string })[]> {
  const reported = await Promise.all(
    (held.frames ?? []).map(async (frame) => ((await isHere(frame.file)) ? [frame] : [])),
  );
  const frames = reported.flat();
  if (frames.length > 0 || folder === undefined) return frames;
  const found = await workersLine(folder, held);
  return found ? [found] : [];
}

const isHere = (file: string) =>
  fs.access(file).then(
    () => true,
    () => false,
  );

async function workersLine(
  folder: string,
  { participant, point }: Pick<HeldMessage, "participant" | "point">,
): Promise<PrintingPlace | undefined> {
  const call = calls[point];
  if (!call || participant === STACKS_WORKER || participant === "queue") return undefined;
  const workers = (await findPrograms(folder)).filter(({ role }) => role === "worker");
  for (const { program, name } of workers) {
    const file = program ?? path.join(folder, name);
    const lines = (await fs.readFile(file, "utf8").catch(() => "")).split("\n");
    const index = lines.findIndex((line) => !IMPORT.test(line) && call.test(line));
    if (index >= 0) return { file, line: index + 1 };
  }
  return undefined;
}
