import fs from "node:fs";
import path from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ExpectedError } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { openDataFile } from "../store/dataFile";
import { md5, md5OfAttributes, noAttributes, type MessageAttributes } from "./messageAttributes";
import { traceIdOfMessage, type HandOut, type StoredQueueMessage } from "./queueMessage";

/** A queue without its messages. */
export interface QueueDefinition {
  region: string;
  name: string;
  attributes: Record<string, string>;
  tags: Record<string, string>;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
  modifiedAt: number;
}

/** The on-disk store of the emulated queues. Every change is committed here before the client gets an answer. */
export interface QueueJournal {
  /** Runs `work` in one commit, all or nothing. Throws what `work` or the commit throws. */
  transaction(work: () => void): void;
  nextRowId(): number;
  insertQueue(definition: QueueDefinition): number;
  updateQueue(queueId: number, definition: QueueDefinition): void;
  deleteQueue(queueId: number): void;
  insertMessage(queueId: number, message: StoredQueueMessage): void;
  updateMessage(rowId: number, state: HandOut): void;
  updateBody(rowId: number, body: string): void;
  /** `source`: the ARN of the queue that the message leaves. */
  moveMessage(rowId: number, queueId: number, source: string): void;
  deleteMessage(rowId: number): void;
  deleteMessages(queueId: number): void;
  /** What the file held when it was opened; only the first call gets it. */
  load(): LoadedQueue[];
  close(): void;
}

export interface LoadedQueue {
  queueId: number;
  definition: QueueDefinition;
  messages: StoredQueueMessage[];
}

const FILE_NAME = "queue.sqlite";
const SCHEMA_VERSION = 2;

/** Opens the queues' file in `dataDir`. Sets a damaged file aside, never deletes it. */
export function openQueueJournal(dataDir: string, log: Logger): QueueJournal {
  fs.mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, FILE_NAME);
  return openDataFile(file, "The queues' file", log, () => new SqliteQueueJournal(file));
}

class SqliteQueueJournal implements QueueJournal {
  readonly #database: DatabaseSync;
  readonly #statements: Record<keyof typeof sql, StatementSync>;
  #lastRowId: number;
  #loaded: LoadedQueue[];

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    try {
      // NORMAL: a commit survives a crash of the process without an fsync per request.
      this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
      const { user_version: version } = this.#database.prepare("PRAGMA user_version").get() as { user_version: number };
      if (version > SCHEMA_VERSION)
        throw new ExpectedError(
          "newer-queue-file",
          `The queues' file was written by a newer version: ${file}`,
          "Update the extension, or move the file away to start with empty queues",
        );
      this.#database.exec(`BEGIN IMMEDIATE; ${schema} PRAGMA user_version = ${SCHEMA_VERSION};`);
      if (version < 2) this.#database.exec(columnsOfVersion2);
      this.#database.exec("COMMIT");
      this.#statements = Object.fromEntries(
        Object.entries(sql).map(([name, text]) => [name, this.#database.prepare(text)]),
      ) as Record<keyof typeof sql, StatementSync>;
      this.#lastRowId = (this.#statements.lastRowId.get() as { last: number | null }).last ?? 0;
      this.#loaded = this.#read();
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  transaction(work: () => void): void {
    this.#statements.begin.run();
    try {
      work();
      this.#statements.commit.run();
    } catch (error) {
      if (this.#database.isTransaction) this.#statements.rollback.run();
      throw error;
    }
  }

  nextRowId(): number {
    return ++this.#lastRowId;
  }

  insertQueue({ region, name, attributes, tags, createdAt, modifiedAt }: QueueDefinition): number {
    const { lastInsertRowid } = this.#statements.insertQueue.run(
      region,
      name,
      JSON.stringify(attributes),
      JSON.stringify(tags),
      createdAt,
      modifiedAt,
    );
    return Number(lastInsertRowid);
  }

  updateQueue(queueId: number, { attributes, tags, modifiedAt }: QueueDefinition): void {
    this.#statements.updateQueue.run(JSON.stringify(attributes), JSON.stringify(tags), modifiedAt, queueId);
  }

  deleteQueue(queueId: number): void {
    this.transaction(() => {
      this.#statements.deleteMessages.run(queueId);
      this.#statements.deleteQueue.run(queueId);
    });
  }

  insertMessage(queueId: number, message: StoredQueueMessage): void {
    this.#statements.insertMessage.run(
      message.rowId,
      queueId,
      message.messageId,
      message.body,
      message.attributes === noAttributes ? null : JSON.stringify(message.attributes),
      message.systemAttributes === noAttributes ? null : JSON.stringify(message.systemAttributes),
      message.sentAt,
      message.visibleAt,
      message.groupId ?? null,
      message.originalId ?? null,
    );
  }

  updateMessage(rowId: number, state: HandOut): void {
    const { visibleAt, receiptHandle = null, receiveCount, firstReceivedAt = null, receivedAt = null } = state;
    this.#statements.updateMessage.run(visibleAt, receiptHandle, receiveCount, firstReceivedAt, receivedAt, rowId);
  }

  updateBody(rowId: number, body: string): void {
    this.#statements.updateBody.run(body, rowId);
  }

  moveMessage(rowId: number, queueId: number, source: string): void {
    this.#statements.moveMessage.run(queueId, source, rowId);
  }

  deleteMessage(rowId: number): void {
    this.#statements.deleteMessage.run(rowId);
  }

  deleteMessages(queueId: number): void {
    this.#statements.deleteMessages.run(queueId);
  }

  load(): LoadedQueue[] {
    const loaded = this.#loaded;
    this.#loaded = [];
    return loaded;
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #read(): LoadedQueue[] {
    return (this.#statements.queues.all() as unknown as QueueRow[]).map((row) => ({
      queueId: row.queue_id,
      definition: {
        region: row.region,
        name: row.name,
        attributes: JSON.parse(row.attributes) as Record<string, string>,
        tags: JSON.parse(row.tags) as Record<string, string>,
        createdAt: row.created_at,
        modifiedAt: row.modified_at,
      },
      messages: (this.#statements.messages.all(row.queue_id) as unknown as MessageRow[]).map(messageOfRow),
    }));
  }
}

const schema = `
  CREATE TABLE IF NOT EXISTS queue (
    queue_id INTEGER PRIMARY KEY AUTOINCREMENT, region TEXT NOT NULL, name TEXT NOT NULL, attributes TEXT NOT NULL,
    tags TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, UNIQUE (region, name)
  );
  CREATE TABLE IF NOT EXISTS message (
    row_id INTEGER PRIMARY KEY, queue_id INTEGER NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
    attributes TEXT, system_attributes TEXT, sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
    receipt_handle TEXT, receive_count INTEGER NOT NULL DEFAULT 0, first_received_at INTEGER
  );`;

const columnsOfVersion2 = `
  ALTER TABLE message ADD COLUMN received_at INTEGER;
  ALTER TABLE message ADD COLUMN group_id TEXT;
  ALTER TABLE message ADD COLUMN original_id TEXT;
  ALTER TABLE message ADD COLUMN dead_letter_source TEXT;`;

const sql = {
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  lastRowId: "SELECT MAX(row_id) AS last FROM message",
  queues: "SELECT * FROM queue ORDER BY queue_id",
  messages: "SELECT * FROM message WHERE queue_id = ? ORDER BY row_id",
  insertQueue: "INSERT INTO queue (region, name, attributes, tags, created_at, modified_at) VALUES (?, ?, ?, ?, ?, ?)",
  updateQueue: "UPDATE queue SET attributes = ?, tags = ?, modified_at = ? WHERE queue_id = ?",
  deleteQueue: "DELETE FROM queue WHERE queue_id = ?",
  insertMessage:
    "INSERT INTO message (row_id, queue_id, message_id, body, attributes, system_attributes, sent_at, visible_at, group_id, original_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  updateMessage:
    "UPDATE message SET visible_at = ?, receipt_handle = ?, receive_count = ?, first_received_at = ?, received_at = ? WHERE row_id = ?",
  updateBody: "UPDATE message SET body = ? WHERE row_id = ?",
  moveMessage:
    "UPDATE message SET queue_id = ?, visible_at = 0, receipt_handle = NULL, dead_letter_source = ? WHERE row_id = ?",
  deleteMessage: "DELETE FROM message WHERE row_id = ?",
  deleteMessages: "DELETE FROM message WHERE queue_id = ?",
} as const;

interface QueueRow {
  queue_id: number;
  region: string;
  name: string;
  attributes: string;
  tags: string;
  created_at: number;
  modified_at: number;
}

interface MessageRow {
  row_id: number;
  message_id: string;
  body: string;
  attributes: string | null;
  system_attributes: string | null;
  sent_at: number;
  visible_at: number;
  receipt_handle: string | null;
  receive_count: number;
  first_received_at: number | null;
  received_at: number | null;
  group_id: string | null;
  original_id: string | null;
  dead_letter_source: string | null;
}

function messageOfRow(row: MessageRow): StoredQueueMessage {
  const attributes = attributesOf(row.attributes);
  return {
    rowId: row.row_id,
    messageId: row.message_id,
    traceId: traceIdOfMessage(row.body, attributes, row.original_id ?? row.message_id),
    body: row.body,
    bodyMd5: md5(row.body),
    attributes,
    attributesMd5: md5OfAttributes(attributes),
    systemAttributes: attributesOf(row.system_attributes),
    groupId: row.group_id ?? undefined,
    originalId: row.original_id ?? undefined,
    sentAt: row.sent_at,
    visibleAt: row.visible_at,
    receiptHandle: row.receipt_handle ?? undefined,
    receiveCount: row.receive_count,
    firstReceivedAt: row.first_received_at ?? undefined,
    receivedAt: row.received_at ?? undefined,
    deadLetterSource: row.dead_letter_source ?? undefined,
  };
}

const attributesOf = (json: string | null): MessageAttributes =>
  json === null ? noAttributes : (JSON.parse(json) as MessageAttributes);
