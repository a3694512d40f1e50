import { clientName } from "../../../common/shown/clientName";
import { maskNumber } from "../../../common/masking";
import { payloadOf } from "../../holds/heldBody";
import { PRODUCER_AGENT, WORKER_AGENT } from "../payload";
import type { SqsClient } from "./sqsCall";

/** A program of the user's own that enqueues: as people call it, and the lines that do it. */
export interface Producer extends Pick<SqsClient, "frames"> {
  name: string;
}

/** Undefined: it is a part of the stack. */
export const producerOf = ({ userAgent, frames }: SqsClient): Producer | undefined =>
  [PRODUCER_AGENT, WORKER_AGENT].some((agent) => userAgent.includes(agent))
    ? undefined
    : { name: clientName(userAgent), frames };

/** What the event of an enqueued body says: of the user's own program also the recipient, whom no other layer has seen. */
export function enqueuedBy(producer: string | undefined, body: string) {
  const bytes = Buffer.byteLength(body);
  if (producer === undefined) return { bytes };
  const { to } = payloadOf(body);
  return { bytes, producer, ...(typeof to === "string" && to !== "" && { to: maskNumber(to) }) };
}
