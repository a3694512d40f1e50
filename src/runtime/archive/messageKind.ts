import { hash } from "node:crypto";
import { withoutIds } from "../../common/text/withoutIds";
import type { ArchivedMessage } from "./archivedMessage";

/** Details that differ between messages of one kind. */
const own = new Set([
  ...["requestId", "elapsedMs", "to", "studentId", "studentIds", "groupId", "providerMessageId", "notificationLogId"],
  ...["waitedMs", "bytes", "size", "amountDeducted", "delayMs", "tenantCode"],
]);

/** Names what decides a message's fate: messages that went the same way are of one kind. */
export function kindOf({ trace, mode, workerLines, apiLines, silence }: ArchivedMessage): string {
  let way = `${mode ?? ""}\n${workerLines.length}\n${apiLines.length}`;
  if (silence) way += `\n${silence.code} ${withoutIds(silence.message)}`;
  for (const { type, details } of trace.events) {
    way += `\n${type}`;
    for (const name in details) {
      const value: unknown = details[name as keyof typeof details];
      if (own.has(name) || (name === "sender" && value !== "")) continue;
      way += ` ${name}=${typeof value === "string" ? withoutIds(value) : String(value)}`;
    }
    if ("groupId" in details && details.groupId.startsWith("mock-")) way += " mock";
  }
  return hash("sha1", way, "base64url");
}
