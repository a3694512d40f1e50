import type { MessagePayload } from "../../queue/payload";
import type { QueueError } from "../../queue/protocol/botocoreText";

export interface BatchItem {
  payload: MessagePayload;
  body: string;
}

const BATCH_SIZE = 10;
/** The size limit of a message and of a whole batch in every region and emulator. */
const MAX_BYTES = 262_144;

/** Splits messages into batches within SQS's limits on count and bytes. `tooLong`: messages too large for any batch. */
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

/** JSON with escaped emoji and non-characters: SQS refuses raw non-characters, some emulators raw emoji. */
function messageBody(payload: MessagePayload): string {
  return JSON.stringify(payload).replace(
    /[\uD800-\uDFFF\uFFFE\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
}
