import type { MessageEvent } from "../events";

/** What a worker tells the stack that forked it. */
export type FromWorker =
  { kind: "started"; queueName: string; region: string; mock: boolean } | { kind: "events"; events: MessageEvent[] };
