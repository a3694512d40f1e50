import type { FaultSend } from "../../runtime/control/stackContract";
import type { MessageMode } from "../../runtime/message/messageEvents";
import type { SendRequest } from "../../runtime/control/stackContract";

/** A send that bypasses the API: the message names its recipient itself. */
export interface DirectMessage {
  /** Digits. */
  to: string;
  text: string;
  mode: MessageMode;
}

/** A test send and the layer at which it starts. */
export type TestSend = { tenantCode: string } & (
  | { start: "api"; request: SendRequest }
  /** Put on the queue unchanged, as a foreign producer would. */
  | { start: "queue"; body: string }
  | { start: "queue" | "worker" | "provider"; message: DirectMessage }
);

/** The send that reveals a fault, if the usual one does not. */
export function sendOfFault(
  usual: { tenantCode: string; request: SendRequest },
  fault: FaultSend | undefined,
): TestSend {
  const tenantCode = fault?.tenantCode ?? usual.tenantCode;
  if (fault?.via === "queue") return { tenantCode, start: "queue", body: fault.body };
  return { tenantCode, start: "api", request: { ...usual.request, ...fault?.request } };
}
