import type { Environment } from "../environment";
import type { AuditEntry } from "./auditLog";

export type AuditedSenderChange = AuditEntry & { before: string; after: string };

/** The newest completed sender change in this environment that has not been undone. */
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
