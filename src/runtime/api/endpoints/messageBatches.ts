import type { MessagePayload } from "../../queue/payload";
import type { QueueError } from "../../queue/protocol/botocoreText";

export interface BatchItem {
  payload: MessagePayload;
  body: string;
}

const BATCH_SIZE = 10;
/** The limit of one message and of a whole batch that every region and emulator keeps. */
const MAX_BYTES = 262_144;

/** Batches as SQS takes them, by count and by bytes; `tooLong` are messages that no batch can carry. */
export function splitIntoBatches(payloads: readonly MessagePayload[]): {
  items: BatchItem[][];
  tooLong: { payload: MessagePayload; error: QueueError }[];
} {
  const items: BatchItem[][] = [];
  const tooLong: { payload: MessagePayload; error: QueueError }[] = [];
  let current: BatchItem[] = [];
  let currentBytes = 0;
  for (const payload of payloads) {
    const body = messageBody(payload);
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BYTES) {
      tooLong.push({ payload, error: TOO_LONG });
      continue;
    }
    if (current.length === 0 || current.length === BATCH_SIZE || currentBytes + bytes > MAX_BYTES) {
      current = [];
      currentBytes = 0;
      items.push(current);
    }
    current.push({ payload, body });
    currentBytes += bytes;
  }
  return { items, tooLong };
}

const TOO_LONG: QueueError = {
  code: "InvalidParameterValue",
  message: `One or more parameters are invalid. Reason: Message must be shorter than ${MAX_BYTES} bytes.`,
};

/** JSON whose emoji and non-characters are escaped: SQS refuses the latter raw, some emulators the former. */
function messageBody(payload: MessagePayload): string {
  return JSON.stringify(payload).replace(
    /[\uD800-\uDFFF\uFFFE\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
}
