import type { AuditEntry, AuditLog } from "../../targets/safety/auditLog";

/** One entry per write, oldest first: its outcome, or that it began and the outcome is unknown. */
export async function listWrites(audit: AuditLog): Promise<AuditEntry[]> {
  const entries = await audit.entries();
  const ended = new Set(entries.filter(({ outcome }) => outcome !== "begun").map(({ id }) => id));
  return entries.filter(({ outcome, id }) => outcome !== "begun" || !ended.has(id));
}
