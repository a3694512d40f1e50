import { ExpectedError } from "../../common/errors";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { StackClient } from "../../runtime/control/stackClient";
import type { Measurement } from "./stackState";

/** A slower answer counts as none. */
export const ANSWER_WITHIN_MS = 1_500;

export interface MeasurementOptions {
  /** Code of the tenant that the data layer shows. */
  focusedTenant(): string;
  /** How many messages are fetched. */
  keptMessages(): number;
}

/** Asks the stack for everything the views draw. `known`: its messages, if none arrived since they were fetched. */
export async function measureStack(
  client: StackClient,
  { focusedTenant, keptMessages }: MeasurementOptions,
  known: MessageTrace[] | undefined,
): Promise<Measurement> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const [snapshot, tenant, traces] = await Promise.all([
    client.snapshot(signal),
    client.tenant(focusedTenant(), signal).catch(noTenant),
    known ?? client.traces(keptMessages(), signal),
  ]);
  const now = Date.now();
  return { measuredAt: now, confirmedAt: now, snapshot, traces, ...(tenant && { tenant }) };
}

function noTenant(error: unknown): undefined {
  if (ExpectedError.is(error, "tenant-not-found")) return undefined;
  throw error;
}
