import { maskNumber } from "../common/masking";
import type { Layer } from "../common/layer";
import { payloadOf } from "../runtime/holds/heldBody";
import type { HeldMessage } from "../runtime/holds/holdMessages";

/**
 * A message as a thread, by its trace id.
 *
 *     held ─continue─▶ (gone)
 *       ▲ └─step─▶ running ─message ended, process lost─▶ (gone)
 *       └──────────────┘ at its next point, or in its next layer
 */
export interface HeldThread {
  readonly id: number;
  readonly name: string;
  held: HeldMessage | undefined;
  /** It runs until it leaves this layer. */
  leaving: Layer | undefined;
}

/** The masked recipient and the id, as people find it elsewhere. */
export function threadName({ body, traceId }: HeldMessage): string {
  const { to } = payloadOf(body);
  return typeof to === "string" && to !== "" ? `${maskNumber(to)} ${traceId}` : traceId;
}
