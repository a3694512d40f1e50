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

/** Finds the line of a folder's worker at which a message is held. Undefined where none is known, or another holds it. */
export async function callingPlace(
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
