import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { StackClient } from "../../runtime/control/stackClient";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { StackReadings } from "../../runtime/stack/probes/stackReadings";
import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";

/** What is known of the local stack at one moment. Times are milliseconds since the Unix epoch. */
export interface Measurement {
  measuredAt: number;
  /** When the stack last said that it still is so: it lives, and nothing changed since it was measured. */
  confirmedAt: number;
  snapshot: StackSnapshot;
  /** What the layers answered last; absent where they were not asked yet. */
  readings?: StackReadings;
  /** The tenant that the data layer shows; absent where there is none of that code. */
  tenant?: TenantSummary;
  /** The stack's messages, newest first. */
  traces: MessageTrace[];
}

export type StackState =
  | { kind: "absent" }
  | { kind: "starting" }
  | { kind: "live"; client: StackClient; measurement?: Measurement }
  | { kind: "gone"; why: string; measurement?: Measurement };
