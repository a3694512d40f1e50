import type { MessageMode } from "../message/messageEvents";

/** A request to the API that got no answer: nobody listened, the connection broke, or the caller stopped waiting. */
export interface UnansweredSend {
  tenantCode: string;
  studentIds: readonly number[];
  mode?: MessageMode;
  /** Milliseconds since the Unix epoch. */
  sentAt: number;
  elapsedMs: number;
  /** The system's: ECONNREFUSED, ETIMEDOUT. */
  code: string;
  message: string;
}

/** What is kept of it with each of its messages. */
export type Silence = Pick<UnansweredSend, "elapsedMs" | "code" | "message">;
