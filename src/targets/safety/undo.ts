import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment } from "../environment";
import type { AuditEntry } from "./auditLog";
import { nothingToUndo } from "../tenants/tenantErrors";
import { guardEnvironment } from "./guardedEnvironment";
import type { GuardOptions } from "./guardedEnvironment";

export type AuditedSenderChange = AuditEntry & { before: string; after: string };

/** The newest change of a sender in this environment that was made and not taken back yet. */
export function lastSenderChange(
  entries: readonly AuditEntry[],
  { name }: Pick<Environment, "name">,
): AuditedSenderChange | undefined {
  const done = entries.filter(({ outcome, environment }) => outcome === "done" && environment === name);
  const undone = new Set(done.map(({ undoes }) => undoes));
  return done.findLast(
    (entry): entry is AuditedSenderChange =>
      entry.kind === "set-sender" &&
      entry.undoes === undefined &&
      entry.before !== undefined &&
      entry.after !== undefined &&
      !undone.has(entry.id),
  );
}

/**
 * Puts the value from before back, only while the field still has the one that was set. `environment`: without a guard.
 * Errors: `nothing-to-undo`, `sender-changed`, and those of the guard.
 */
export async function undoSender(
  environment: Environment,
  options: GuardOptions,
  signal?: AbortSignal,
): Promise<TenantSummary> {
  const change = lastSenderChange(await options.audit.entries(), environment);
  const { tenants } = guardEnvironment(environment, { ...options, ...(change && { undoes: change.id }) });
  if (!change || !tenants) throw nothingToUndo();
  return tenants.setSender(change.tenantCode, change.after, change.before, signal);
}
