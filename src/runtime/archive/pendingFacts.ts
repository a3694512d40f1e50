import type { SequencedEvent } from "../stack/eventHub";

/** What is new about a message since the last write. */
export interface MessageFacts {
  firstAt: number;
  lastAt: number;
  requestId?: string;
  tenant?: string;
  student?: number;
  /** Digits. */
  recipient?: string;
  /** JSON of the message's content (see messageContent.ts). */
  content?: string;
  /** As the queue has it, so that the message can be sent again. */
  body?: string;
  /** Other ids under which it can be found: the queue's and the provider's. */
  aliases: string[];
  /** One JSON object or line per line. */
  events: string;
  apiLines: string;
  workerLines: string;
}

/** A request that was refused, or not answered, has an entry for each student it was for. */
export const idOfRefused = (requestId: string, student: number): string => `${requestId}/${student}`;

/** Collects facts by message until they are written. */
export class PendingFacts {
  readonly #facts = new Map<string, MessageFacts>();

  get size(): number {
    return this.#facts.size;
  }

  clear(): void {
    this.#facts.clear();
  }

  [Symbol.iterator](): IterableIterator<[string, MessageFacts]> {
    return this.#facts[Symbol.iterator]();
  }

  hasBody(id: string, body: string): boolean {
    return this.#facts.get(id)?.body === body;
  }

  addEvent(event: SequencedEvent): void {
    const students = event.type === "api.rejected" ? (event.details.studentIds ?? []) : [];
    if (students.length <= 1) return this.#addEventTo(event.traceId, event, students[0]);
    for (const student of students) this.#addEventTo(idOfRefused(event.traceId, student), event, student);
  }

  addLine(id: string, source: "api" | "worker", at: number, text: string): void {
    const facts = this.#of(id, at);
    facts[source === "api" ? "apiLines" : "workerLines"] += `${text}\n`;
  }

  addContent(
    id: string,
    at: number,
    {
      recipient,
      tenant,
      content,
      body,
    }: { recipient: string | undefined; tenant: string | undefined; content: string; body: string },
  ): void {
    const facts = this.#of(id, at);
    if (recipient !== undefined) facts.recipient = recipient;
    if (tenant !== undefined) facts.tenant ??= tenant;
    facts.content = content;
    facts.body = body;
  }

  addAttempt(
    id: string,
    at: number,
    {
      tenant,
      student,
      requestId,
      content,
    }: { tenant: string; student: number | undefined; requestId: string; content: string },
  ): void {
    const facts = this.#of(id, at);
    Object.assign(facts, { tenant, requestId, content });
    if (student !== undefined) facts.student = student;
  }

  #addEventTo(id: string, event: SequencedEvent, refusedStudent: number | undefined): void {
    const facts = this.#of(id, event.at);
    facts.events += `${JSON.stringify(event)}\n`;
    const { details, messageId } = event;
    if ("requestId" in details) facts.requestId = details.requestId;
    if ("tenantCode" in details && details.tenantCode !== undefined) facts.tenant = details.tenantCode;
    const student = "studentId" in details ? details.studentId : refusedStudent;
    if (student !== undefined) facts.student = student;
    for (const other of [messageId, idOf(details, "groupId"), idOf(details, "providerMessageId")])
      if (other && !facts.aliases.includes(other)) facts.aliases.push(other);
  }

  #of(id: string, at: number): MessageFacts {
    let facts = this.#facts.get(id);
    if (!facts) {
      facts = { firstAt: at, lastAt: at, aliases: [], events: "", apiLines: "", workerLines: "" };
      this.#facts.set(id, facts);
    }
    facts.firstAt = Math.min(facts.firstAt, at);
    facts.lastAt = Math.max(facts.lastAt, at);
    return facts;
  }
}

const idOf = (details: object, name: "groupId" | "providerMessageId"): string | undefined =>
  name in details ? (details as Record<string, string>)[name] : undefined;
