import type { CommandMap } from "../../host/commandIds";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";

export const getAuditCommands = (context: CommandContext, documents: Documents): CommandMap => ({
  /** Returns the number of writes. */
  "messaging.audit.open": async () => {
    const { AuditLog, auditDocument, listWrites } = context.operations();
    const log = new AuditLog(context.stack.stateDir);
    const writes = await listWrites(log);
    await documents.open("audit.md", auditDocument(log.file, writes));
    return writes.length;
  },
});
