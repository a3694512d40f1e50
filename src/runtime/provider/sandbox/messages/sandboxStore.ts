import fs from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import type { Logger } from "../../../../common/logger";
import { openDataFile } from "../../../store/dataFile";
import type { GroupRecord } from "./groupRecord";
import { ANSWERED_INSTEAD, type MessageContent, type StoredMessage } from "./storedMessage";

const FILE_NAME = "solapi-sandbox.sqlite";

/** How many of the newest messages are kept, with their groups: on disk, or in memory if there is no folder. */
const KEPT_MESSAGES = { onDisk: 1_000_000, inMemory: 100_000 } as const;

/** Old messages are pruned once per this many messages. */
const PRUNE_EVERY = 10_000;

const schema = `
  CREATE TABLE IF NOT EXISTS groups (
    seq INTEGER PRIMARY KEY, group_id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, created_at INTEGER NOT NULL,
    due_at INTEGER, record TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS groups_due ON groups (due_at) WHERE due_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, group_id TEXT NOT NULL, trace_id TEXT NOT NULL,
    recipient TEXT NOT NULL, sender TEXT NOT NULL, type TEXT NOT NULL, status_code TEXT NOT NULL, fate TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, sent_at INTEGER, content TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS messages_group ON messages (group_id, seq);
  CREATE INDEX IF NOT EXISTS messages_trace ON messages (trace_id) WHERE trace_id <> '';
  CREATE INDEX IF NOT EXISTS messages_sent ON messages (sent_at) WHERE sent_at IS NOT NULL;`;

const sql = {
  insertGroup: "INSERT INTO groups (group_id, status, created_at, record) VALUES (?, ?, ?, ?)",
  updateGroup: "UPDATE groups SET status = ?, record = ? WHERE group_id = ?",
  group: "SELECT record FROM groups WHERE group_id = ?",
  setDue: "UPDATE groups SET due_at = ? WHERE group_id = ?",
  due: "SELECT group_id AS groupId, due_at AS dueAt FROM groups WHERE due_at IS NOT NULL ORDER BY due_at, seq",
  insertMessage:
    "INSERT INTO messages (message_id, group_id, trace_id, recipient, sender, type, status_code, fate, created_at," +
    " updated_at, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  enterInbox:
    "UPDATE messages SET sent_at = ?, updated_at = ?, status_code = '3000'" +
    ` WHERE group_id = ? AND status_code = '2000' AND sent_at IS NULL AND fate IS NOT '${ANSWERED_INSTEAD}'`,
  deliver:
    "UPDATE messages SET status_code = '4000', updated_at = ? WHERE group_id = ? AND status_code = '3000' AND fate IS NULL",
  fail: "UPDATE messages SET status_code = ?, updated_at = ?, content = ? WHERE message_id = ?",
  recipients: "SELECT recipient FROM messages WHERE group_id = ? AND status_code = '2000'",
  deleteMessage:
    "DELETE FROM messages WHERE group_id = ? AND message_id = ? RETURNING status_code AS statusCode, type, content",
  sentSince: "SELECT count(*) AS sent FROM messages WHERE sent_at >= ?",
  messageSeq: "SELECT seq FROM messages WHERE message_id = ?",
  groupSeq: "SELECT seq FROM groups WHERE group_id = ?",
  newestSeq: "SELECT coalesce(max(seq), 0) AS seq FROM messages",
  pruneMessages: "DELETE FROM messages WHERE seq <= ?",
  pruneGroups:
    "DELETE FROM groups WHERE status IN ('COMPLETE', 'FAILED', 'DELETED')" +
    " AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.group_id = groups.group_id)",
};

/** One condition of a query: `column operator` and the value. Columns are ours, never a caller's text. */
export type Condition = readonly [expression: string, ...values: SQLInputValue[]];

/** Groups and messages, in a file that outlives the process, or in memory. */
export class SandboxStore {
  readonly #database: DatabaseSync;
  readonly #statements: Record<keyof typeof sql, StatementSync>;
  readonly #kept: number;
  #untilPrune = PRUNE_EVERY;

  constructor(file: string) {
    this.#kept = file === ":memory:" ? KEPT_MESSAGES.inMemory : KEPT_MESSAGES.onDisk;
    this.#database = new DatabaseSync(file);
    try {
      // NORMAL: a commit survives the end of the process, which a restarted worker relies on.
      this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
      const prepared = Object.entries(sql).map(([name, text]) => [name, this.#database.prepare(text)] as const);
      this.#statements = Object.fromEntries(prepared) as Record<keyof typeof sql, StatementSync>;
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Commits all of the work or nothing. */
  inTransaction<T>(work: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      // SQLite rolls back by itself after some errors (disk full); a second ROLLBACK would hide the first error.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  insertGroup(group: GroupRecord): void {
    this.#statements.insertGroup.run(group.groupId, group.status, Date.parse(group.dateCreated), JSON.stringify(group));
  }

  updateGroup(group: GroupRecord): void {
    this.#statements.updateGroup.run(group.status, JSON.stringify(group), group.groupId);
  }

  group(groupId: string): GroupRecord | undefined {
    const row = this.#statements.group.get(groupId);
    return row && (JSON.parse(row["record"] as string) as GroupRecord);
  }

  /** When the carrier's results of a group are due; null: they have arrived. */
  setDue(groupId: string, dueAt: number | null): void {
    this.#statements.setDue.run(dueAt, groupId);
  }

  /** Groups whose results are still pending, earliest first. */
  due(): { groupId: string; dueAt: number }[] {
    return this.#statements.due.all() as { groupId: string; dueAt: number }[];
  }

  insertMessage(message: Omit<StoredMessage, "seq" | "sentAt">): void {
    const { messageId, groupId, traceId, recipient, sender, type, statusCode, fate, createdAt, content } = message;
    const row = [messageId, groupId, traceId, recipient, sender, type, statusCode, fate, createdAt, createdAt];
    this.#statements.insertMessage.run(...row, JSON.stringify(content));
  }

  /** Puts every accepted message of the group into the inbox. @returns how many */
  enterInbox(groupId: string, at: number): number {
    const entered = Number(this.#statements.enterInbox.run(at, at, groupId).changes);
    this.#untilPrune -= entered;
    if (this.#untilPrune <= 0) this.#prune();
    return entered;
  }

  /** Marks the group's messages as delivered, except those that the carrier fails. */
  deliver(groupId: string, at: number): void {
    this.#statements.deliver.run(at, groupId);
  }

  fail(messageId: string, code: string, at: number, content: MessageContent): void {
    this.#statements.fail.run(code, at, JSON.stringify(content), messageId);
  }

  recipientsOf(groupId: string): Set<string> {
    return new Set(this.#statements.recipients.all(groupId).map((row) => row["recipient"] as string));
  }

  deleteMessage(
    groupId: string,
    messageId: string,
  ): Pick<StoredMessage, "statusCode" | "type" | "content"> | undefined {
    const row = this.#statements.deleteMessage.get(groupId, messageId);
    if (!row) return undefined;
    const content = JSON.parse(row["content"] as string) as MessageContent;
    return { statusCode: row["statusCode"] as string, type: row["type"] as string, content };
  }

  sentSince(at: number): number {
    return Number(this.#statements.sentSince.get(at)?.["sent"] ?? 0);
  }

  seqOfMessage(messageId: string): number | undefined {
    return this.#statements.messageSeq.get(messageId)?.["seq"] as number | undefined;
  }

  seqOfGroup(groupId: string): number | undefined {
    return this.#statements.groupSeq.get(groupId)?.["seq"] as number | undefined;
  }

  /** Newest first; `oldestFirst` reverses the order. */
  messages(conditions: readonly Condition[], limit: number, oldestFirst = false): StoredMessage[] {
    return this.#select("messages", "*", conditions, limit, oldestFirst).map(toStoredMessage);
  }

  /** Newest first. */
  groups(conditions: readonly Condition[], limit: number): GroupRecord[] {
    const rows = this.#select("groups", "record", conditions, limit, false);
    return rows.map((row) => JSON.parse(row["record"] as string) as GroupRecord);
  }

  close(): void {
    this.#database.close();
  }

  #select(table: string, columns: string, conditions: readonly Condition[], limit: number, oldestFirst: boolean) {
    const where = conditions.map(([expression]) => `(${expression})`).join(" AND ");
    const text = `SELECT ${columns} FROM ${table} ${where && `WHERE ${where}`} ORDER BY seq ${oldestFirst ? "" : "DESC"} LIMIT ?`;
    const values = conditions.flatMap(([, ...each]) => each);
    return this.#database.prepare(text).all(...values, limit);
  }

  #prune(): void {
    this.#untilPrune = PRUNE_EVERY;
    const newest = Number(this.#statements.newestSeq.get()?.["seq"] ?? 0);
    if (newest <= this.#kept) return;
    this.#statements.pruneMessages.run(newest - this.#kept);
    this.#statements.pruneGroups.run();
  }
}

/** Opens the sandbox's file in `dataDir`, or keeps all in memory. A damaged file is set aside, never deleted. */
export function openSandboxStore(dataDir: string | undefined, log: Logger): SandboxStore {
  if (dataDir === undefined) return new SandboxStore(":memory:");
  fs.mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, FILE_NAME);
  return openDataFile(file, "The sandbox's file", log, () => new SandboxStore(file));
}

function toStoredMessage(row: Record<string, SQLOutputValue>): StoredMessage {
  return {
    seq: row["seq"] as number,
    messageId: row["message_id"] as string,
    groupId: row["group_id"] as string,
    traceId: row["trace_id"] as string,
    recipient: row["recipient"] as string,
    sender: row["sender"] as string,
    type: row["type"] as string,
    statusCode: row["status_code"] as string,
    fate: row["fate"] as string | null,
    createdAt: row["created_at"] as number,
    updatedAt: row["updated_at"] as number,
    sentAt: row["sent_at"] as number | null,
    content: JSON.parse(row["content"] as string) as MessageContent,
  };
}
