import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { openDataFile } from "../store/dataFile";
import { StoreDatabase } from "../store/database";
import type { MessageTrace } from "../message/messageTrace";
import type { SequencedEvent } from "../stack/eventHub";
import type { ArchiveNumbers } from "./archiveNumbers";
import { addToMessage, archiveTables, columnsWithoutBody } from "./archiveTables";
import { archivedMessage, conditionsOf } from "./archiveRow";
import { summariesOf } from "./archiveSummary";
import type { ArchivePage, ArchiveQuery, ArchivedMessage, SummaryPage } from "./archivedMessage";
import { missingUntil } from "./missingMessages";
import { PendingFacts, idOfRefused } from "./pendingFacts";
import type { UnansweredSend } from "./unanswered";
import { contentOf } from "./messageContent";

export interface ArchiveOptions {
  stateDir: string;
  numbers: ArchiveNumbers;
  log: Logger;
}

/** How soon facts are on disk, in milliseconds. Messages come by thousands a second: one commit for many. */
const WRITE_WITHIN_MS = 250;
const WRITE_AT = 4_000;

/** After a failed write (a full disk), in milliseconds. */
const RETRY_AFTER_MS = 5_000;
/** A disk that stays full must not fill the memory. */
const MOST_PENDING = 40_000;

/** How many messages are kept; the oldest are dropped. */
const KEPT_MESSAGES = 200_000;
const PRUNE_EVERY = 10_000;

/** The caller's clock is this machine's. */
const CLOCK_MS = 100;

const FILE_NAME = "messages.sqlite";

/** Ends every line of our own processes that is about one message. */
const TRACE_ID = / trace_id=(\S+)$/;

/**
 * Every message that passed the stack, across restarts: its events, its lines, and whom it was for. The registry of
 * traces holds the recent ones in memory, the archive all of them on disk. The archive never stops a message:
 *
 *     writing (every 250 ms, or once 4,000 messages wait) ─a write fails─▶ failing (every 5 s) ─a write succeeds─▶ writing
 *
 * Each change of state is logged once. While failing, what waits beyond 40,000 messages is dropped.
 */
export class MessageArchive {
  readonly #options: ArchiveOptions;
  readonly #database: StoreDatabase;
  readonly #pending = new PendingFacts();
  #timer: NodeJS.Timeout | undefined;
  #written = 0;
  #isFailing = false;
  #isPruned: boolean;
  /** When the archive began, in milliseconds since the Unix epoch. */
  readonly #since: number;
  readonly #missingUntil: number | undefined;

  constructor(options: ArchiveOptions) {
    this.#options = options;
    const file = path.join(options.stateDir, FILE_NAME);
    this.#database = openDataFile(file, "The file of past messages", options.log, () => prepared(file));
    this.#since = Math.floor(fs.statSync(file).birthtimeMs) || Date.now();
    this.#missingUntil = missingUntil(options.stateDir, this.#since);
    this.#isPruned = Number(this.#database.prepare("SELECT min(seq) AS seq FROM message").get()?.["seq"] ?? 1) > 1;
  }

  noteEvent(event: SequencedEvent): void {
    this.#pending.addEvent(event);
    this.#writeSoon();
  }

  /** A line of the API or the worker; one that names no message is passed over. */
  noteLine(source: "api" | "worker", { at, text }: { at: number; text: string }): void {
    const id = TRACE_ID.exec(text)?.[1];
    if (id === undefined) return;
    this.#pending.addLine(id, source, at, text);
    this.#writeSoon();
  }

  /** What a message says, ours or another producer's. Our API and the queue both note it; it is read once. */
  noteBody(message: { traceId: string; sentAt: number; body: string }): void {
    if (this.#pending.hasBody(message.traceId, message.body)) return;
    const { recipient, tenantId, content } = contentOf(message.body);
    const tenant = tenantId === undefined ? undefined : this.#options.numbers.tenantOf(tenantId);
    this.#pending.addContent(message.traceId, message.sentAt, {
      recipient,
      tenant,
      content: JSON.stringify(content),
      body: message.body,
    });
    this.#writeSoon();
  }

  /**
   * An attempt without an answer is a message for each of its students, unless the API handled it all the same: then the
   * archive has that one's messages.
   */
  noteUnanswered({ tenantCode, studentIds, mode, sentAt, ...silence }: UnansweredSend): void {
    this.write();
    const handled = this.#database.prepare(
      "SELECT 1 FROM message WHERE tenant = ? AND student_id IS ? AND first_at BETWEEN ? AND ? LIMIT 1",
    );
    const id = `unanswered-${randomBytes(6).toString("hex")}`;
    const [from, until] = [sentAt - CLOCK_MS, sentAt + silence.elapsedMs + CLOCK_MS];
    for (const student of studentIds.length === 0 ? [undefined] : new Set(studentIds)) {
      if (handled.get(tenantCode, student ?? null, from, until)) continue;
      const own = student === undefined || studentIds.length === 1 ? id : idOfRefused(id, student);
      const content = JSON.stringify({ ...(mode && { mode }), silence });
      this.#pending.addAttempt(own, sentAt, { tenant: tenantCode, student, requestId: id, content });
    }
    this.#writeSoon();
  }

  page(query: ArchiveQuery): ArchivePage {
    const { rows, ...page } = this.#rows(query);
    return { ...page, messages: [...rows] };
  }

  summaries(query: ArchiveQuery): SummaryPage {
    const { rows, ...page } = this.#rows(query);
    return { ...page, ...summariesOf(rows) };
  }

  #rows(query: ArchiveQuery): Omit<ArchivePage, "messages"> & { rows: Iterable<ArchivedMessage> } {
    this.write();
    const { numbers } = this.#options;
    const students = query.to === undefined ? [] : numbers.studentsOf(query.to);
    const { where, values } = conditionsOf(query, students);
    const total =
      query.after === undefined
        ? Number(
            this.#database.prepare(`SELECT count(*) AS total FROM message WHERE ${where}`).get(...values)?.["total"],
          )
        : undefined;
    const [at, seq] = (query.after ?? "").split(":").map(Number);
    const rows = this.#database
      .prepare(
        `SELECT ${query.withBodies ? "*" : columnsWithoutBody} FROM message WHERE ${where} AND (first_at, seq) < (?, ?) ORDER BY first_at DESC, seq DESC LIMIT ?`,
      )
      .all(...values, at || Number.MAX_SAFE_INTEGER, seq ?? 0, query.limit);
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    return {
      ...(total !== undefined && { total }),
      rows: messagesIn(rows),
      ...(last && { next: `${String(last["first_at"])}:${String(last["seq"])}` }),
      keptSince: this.#keptSince(),
      isPruned: this.#isPruned || this.#missingUntil !== undefined,
    };
  }

  #keptSince(): number {
    const oldest = this.#database.prepare("SELECT min(first_at) AS at FROM message").get()?.["at"];
    const told = typeof oldest !== "number" ? this.#since : this.#isPruned ? oldest : Math.min(oldest, this.#since);
    return Math.max(told, this.#missingUntil ?? told);
  }

  /** Undefined: it is not kept, or the id is another one of the message's. */
  trace(id: string): MessageTrace | undefined {
    this.write();
    const row = this.#database.prepare("SELECT * FROM message WHERE id = ?").get(id);
    return row && archivedMessage(row).trace;
  }

  /** Writes what is pending. */
  write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    try {
      this.#database.inTransaction(() => {
        const add = this.#database.prepare(addToMessage);
        const alias = this.#database.prepare("INSERT OR IGNORE INTO alias (id, message) VALUES (?, ?)");
        for (const [id, facts] of this.#pending) {
          add.run(
            id,
            facts.requestId ?? null,
            facts.tenant ?? null,
            facts.student ?? null,
            facts.recipient ?? null,
            facts.content ?? null,
            facts.body ?? null,
            facts.firstAt,
            facts.lastAt,
            facts.events,
            facts.apiLines,
            facts.workerLines,
          );
          for (const other of facts.aliases) alias.run(other, id);
        }
        this.#written += this.#pending.size;
        if (this.#written >= PRUNE_EVERY) this.#prune();
      });
      this.#pending.clear();
      if (this.#isFailing) this.#options.log.info("past messages are written again");
      this.#isFailing = false;
    } catch (error) {
      this.#failed(error);
    }
  }

  close(): void {
    this.write();
    this.#database.close();
  }

  #writeSoon(): void {
    if (this.#pending.size >= WRITE_AT && !this.#isFailing) return this.write();
    this.#timer ??= setTimeout(() => this.write(), this.#isFailing ? RETRY_AFTER_MS : WRITE_WITHIN_MS).unref();
  }

  #failed(error: unknown): void {
    const { log } = this.#options;
    if (!this.#isFailing) log.error(`past messages could not be written, and are tried again: ${messageOf(error)}`);
    this.#isFailing = true;
    if (this.#pending.size > MOST_PENDING) {
      log.error(`${this.#pending.size} past messages are dropped`);
      this.#pending.clear();
    }
    this.#writeSoon();
  }

  #prune(): void {
    this.#written = 0;
    const newest = Number(this.#database.prepare("SELECT max(seq) AS seq FROM message").get()?.["seq"] ?? 0);
    const pruned = this.#database.prepare("DELETE FROM message WHERE seq <= ?").run(newest - KEPT_MESSAGES);
    if (Number(pruned.changes) === 0) return;
    this.#database.exec("DELETE FROM alias WHERE message NOT IN (SELECT id FROM message)");
    this.#isPruned = true;
  }
}

/** One at a time: a page of whole messages is many megabytes. */
function* messagesIn(rows: readonly Parameters<typeof archivedMessage>[0][]): Generator<ArchivedMessage> {
  for (const row of rows) yield archivedMessage(row);
}

function prepared(file: string): StoreDatabase {
  const database = new StoreDatabase(file);
  try {
    database.exec(archiveTables);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
