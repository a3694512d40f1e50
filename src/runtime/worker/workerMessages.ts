import type { MessageEvent } from "../message/messageEvents";
import type { QueueError } from "../queue/protocol/botocoreText";

/** What the stack tells its worker. */
export type ToWorker =
  /** A body past the queue. */
  | { kind: "hand-over"; messageId: string; body: string }
  /** Answered with "pong": a frozen process cannot. */
  | { kind: "ping" };

/** A call of the worker's poll that failed. */
export interface PollFailure extends QueueError {
  operation: string;
}

/** Why the worker ends right after its start. */
export type StartFailure = "env-missing" | "env-invalid" | "database";

/** What a worker tells the stack that forked it. */
export type FromWorker =
  | {
      kind: "started";
      queueName: string;
      region: string;
      mock: boolean;
      /** Tenants are looked up and rows written. */
      ormAvailable: boolean;
      /** SOLAPI_SENDER, digits only. */
      fallbackSender: string;
    }
  | { kind: "failed"; reason: StartFailure; message: string }
  | { kind: "poll-failed"; failure: PollFailure }
  | { kind: "pong" }
  | { kind: "events"; events: MessageEvent[] };
