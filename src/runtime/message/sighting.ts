import type { Layer } from "./messageEvents";

/**
 * One piece of evidence of a message without events: the API's answer, a row, a provider record. `at`: the evidence's
 * own time, in milliseconds since the Unix epoch.
 */
export type Sighting = { at: number } & (
  | { kind: "answer"; status: number; elapsedMs: number; detail: string; requestId: string }
  /** The API did not answer. */
  | { kind: "silence"; code: string; message: string; elapsedMs: number }
  /** Put on the queue directly, bypassing the API. */
  | { kind: "put"; queueName: string; messageId: string }
  /** A NotificationLog row; `success` is absent where the row does not have it. */
  | { kind: "row"; id: string; success?: boolean; failureReason: string }
  | { kind: "record"; code: string; message: string; type: string; groupId: string; messageId: string }
);

export function layerOfSighting({ kind }: Sighting): Layer {
  switch (kind) {
    case "answer":
    case "silence":
      return "api";
    case "put":
      return "queue";
    case "row":
      return "worker";
    case "record":
      return "provider";
  }
}
