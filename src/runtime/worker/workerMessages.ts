import type { MessageEvent } from "../message/messageEvents";

/** What the stack hands to its worker, past the queue. */
export interface ToWorker {
  kind: "hand-over";
  messageId: string;
  body: string;
}

/** What a worker tells the stack that forked it. */
export type FromWorker =
  { kind: "started"; queueName: string; region: string; mock: boolean } | { kind: "events"; events: MessageEvent[] };
