/**
 * Where a debugger may hold a message on its way. `refusal` is wherever a layer refuses it: a refused request, a message
 * that the worker does not send, an answer of Solapi's that is no acceptance.
 */
export const holdPoints = [
  "request",
  "enqueued",
  "received",
  "sender",
  "provider-call",
  "provider-answer",
  "row",
  "delete",
  "refusal",
] as const;
export type HoldPoint = (typeof holdPoints)[number];

export const isHoldPoint = (name: string): name is HoldPoint => holdPoints.some((point) => point === name);

/** Before the provider is called, a message can still be changed, dropped or answered; afterwards it may have been sent. */
export const isBeforeCall = (point: HoldPoint): boolean =>
  ["request", "enqueued", "received", "sender", "provider-call"].includes(point);
