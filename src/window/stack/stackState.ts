import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { StackClient } from "../../runtime/control/stackClient";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { StackReadings } from "../../runtime/stack/probes/stackReadings";
import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";

/** What is known of the local stack at one moment. Times are milliseconds since the Unix epoch. */
export interface Measurement {
  measuredAt: number;
  /** When the stack last confirmed the measurement: it is alive, and nothing has changed since. */
  confirmedAt: number;
  snapshot: StackSnapshot;
  /** The layers' latest answers; absent before the first ones. */
  readings?: StackReadings;
  /** The tenant that the data layer shows; absent if no tenant has that code. */
  tenant?: TenantSummary;
  /** The stack's messages, newest first. */
  traces: MessageTrace[];
}

export type StackState =
  | { kind: "absent" }
  | { kind: "starting" }
  | { kind: "live"; client: StackClient; measurement?: Measurement }
  | { kind: "gone"; why: string; measurement?: Measurement };
