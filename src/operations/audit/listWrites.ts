import type { AuditEntry, AuditLog } from "../../targets/safety/auditLog";

/** One entry a write, oldest first: how it ended, or that it was begun and nobody knows. */
export async function listWrites(audit: AuditLog): Promise<AuditEntry[]> {
  const entries = await audit.entries();
  const ended = new Set(entries.filter(({ outcome }) => outcome !== "begun").map(({ id }) => id));
  return entries.filter(({ outcome, id }) => outcome !== "begun" || !ended.has(id));
}
