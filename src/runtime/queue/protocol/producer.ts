import { clientName } from "../../../common/shown/clientName";
import { maskNumber } from "../../../common/masking";
import { payloadOf } from "../../holds/heldBody";
import { PRODUCER_AGENT, WORKER_AGENT } from "../payload";
import type { SqsClient } from "./sqsCall";

/** The user's own program that enqueues, as people call it; undefined: it is a part of the stack. */
export const producerOf = ({ userAgent }: SqsClient): string | undefined =>
  [PRODUCER_AGENT, WORKER_AGENT].some((agent) => userAgent.includes(agent)) ? undefined : clientName(userAgent);

/** What the event of an enqueued body says: of the user's own program also the recipient, whom no other layer has seen. */
export function enqueuedBy(producer: string | undefined, body: string) {
  const bytes = Buffer.byteLength(body);
  if (producer === undefined) return { bytes };
  const { to } = payloadOf(body);
  return { bytes, producer, ...(typeof to === "string" && to !== "" && { to: maskNumber(to) }) };
}
