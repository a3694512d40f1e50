import type { Layer } from "./messageEvents";

/**
 * One thing that was seen of a message where no event tells of it: the API's answer, a row, a record of the provider.
 * `at`: milliseconds since the Unix epoch, as the evidence gives it. What nobody saw is no sighting.
 */
export type Sighting = { at: number } & (
  | { kind: "answer"; status: number; elapsedMs: number; detail: string; requestId: string }
  /** No answer came. */
  | { kind: "silence"; code: string; message: string; elapsedMs: number }
  /** Put on the queue past the API. */
  | { kind: "put"; queueName: string; messageId: string }
  /** NotificationLog; `success` is absent where the row does not say. */
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
