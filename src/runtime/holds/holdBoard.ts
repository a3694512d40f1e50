import { randomUUID } from "node:crypto";
import { ExpectedError, messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import type { MessageEvent } from "../message/messageEvents";
import { meaningOf } from "../provider/statusCodes";
import { conditionOf, problemInCondition } from "./holdCondition";
import { editedBody, editedRequest, payloadOf, withEdits } from "./heldBody";
import { holdPoints, isBeforeCall } from "./holdPoint";
import type { HoldPoint } from "./holdPoint";
import { STACKS_WORKER } from "./holdMessages";
import type { HeldMessage, HoldArrival, HoldDeparture, HoldEdits, HoldNews, HoldOrder, HoldRule } from "./holdMessages";

/** A message in the queue, whose visibility timeout stands still while it is held elsewhere. */
export interface QueueClocks {
  /** Resolves with what is left of it; undefined if the queue does not have the message in flight. */
  stop(messageId: string): number | undefined;
  start(messageId: string): void;
  /** The stored body becomes the edited one, so that a redelivery brings it too. */
  edit(messageId: string, edits: HoldEdits): void;
  /** A message that is in flight, as the queue knows it. */
  look(messageId: string): Pick<HoldArrival, "body" | "attempt" | "receiptHandle" | "sentAt"> | undefined;
  /** Moves a message that is in flight to the dead-letter queue. */
  drop(messageId: string, reason: string): void;
}

export interface HoldBoardOptions {
  /** The code of a payload's tenant; "" if there is none. */
  tenantCode: (tenantId: number) => string;
  log: Logger;
}

/** The other parts, which exist later than the board. */
export interface HoldConnections {
  clocks: QueueClocks | undefined;
  /** Tells the worker at which points to ask; resolves when it has heard it, or none runs. */
  worker: { arm(points: readonly HoldPoint[]): Promise<void> };
}

/** More messages pass unheld, so that a forgotten debugger cannot fill memory, or the worker's window. */
const MOST_HELD = 100;

const endings = new Set<MessageEvent["type"]>([
  "api.rejected",
  "api.enqueue-failed",
  "queue.deleted",
  "queue.dead-lettered",
  "queue.expired",
]);

interface Held {
  message: HeldMessage;
  edits: HoldEdits | undefined;
  depart: (departure: HoldDeparture) => void;
}

interface ActiveRule {
  point: HoldPoint;
  holds: (arrival: HoldArrival, tenantCode: string) => boolean;
}

/**
 * Holds messages at their points while a debugger is attached; every layer asks before it goes on.
 *
 *     passing ─no rule, or its condition is false─▶ gone on
 *        └─rule, or a step was ordered─▶ held ─continue, debugger gone─▶ gone on, as edited
 *                                         ├─step─▶ gone on, to be held at its next point
 *                                         ├─drop─▶ dead-letter queue     (before the provider is called)
 *                                         ├─answer─▶ as if answered so   (before the provider is called)
 *                                         └─its process ended, its client has gone─▶ lost: the queue delivers it again
 *
 * A held message is in memory only: what a crash leaves of it is what the queue and the worker's job say, as without a
 * debugger. Others pass. While it is held its visibility timeout stands still, and the worker renews its lease.
 */
export class HoldBoard {
  readonly #options: HoldBoardOptions;
  readonly #held = new Map<string, Held>();
  /** Trace ids to be held at their next point. */
  readonly #stepping = new Set<string>();
  #rules: readonly ActiveRule[] = [];
  #tell: ((news: HoldNews) => void) | undefined;
  #armed: ReadonlySet<HoldPoint> = new Set();
  #parts: HoldConnections | undefined;

  constructor(options: HoldBoardOptions) {
    this.#options = options;
  }

  connect(parts: HoldConnections): void {
    this.#parts = parts;
  }

  /** Where layers must ask; empty without a debugger. */
  get armedPoints(): readonly HoldPoint[] {
    return [...this.#armed];
  }

  isArmed(point: HoldPoint): boolean {
    return this.#armed.has(point);
  }

  /** A layer's question. Undefined: the message goes on at once. `gone`: nobody waits for it any more. */
  reach(arrival: HoldArrival, gone?: AbortSignal): Promise<HoldDeparture> | undefined {
    const why = this.#whyHeld(arrival);
    if (why === undefined) return undefined;
    if (this.#held.size >= MOST_HELD) {
      this.#tell?.({ kind: "full", most: MOST_HELD });
      return undefined;
    }
    this.#stepping.delete(arrival.traceId);
    const { messageId } = arrival;
    const visibleForMs = messageId === undefined ? undefined : this.#parts?.clocks?.stop(messageId);
    const message: HeldMessage = {
      ...arrival,
      id: randomUUID(),
      heldAt: Date.now(),
      why,
      ...(visibleForMs !== undefined && { visibleForMs }),
    };
    const { promise, resolve } = Promise.withResolvers<HoldDeparture>();
    const held: Held = { message, edits: undefined, depart: resolve };
    this.#held.set(message.id, held);
    this.#tell?.({ kind: "held", held: message });
    const leave = () => this.#leave(held, { kind: "stop" }, "lost");
    if (gone?.aborted) leave();
    gone?.addEventListener("abort", leave, { once: true });
    return promise;
  }

  /**
   * Attaches a debugger. `tell` hears everything from then on. Returns the function that detaches it: what is held goes
   * on. Error: `debugger-attached` if there is one already.
   */
  attach(tell: (news: HoldNews) => void): () => void {
    if (this.#tell)
      throw new ExpectedError(
        "debugger-attached",
        "Another debugger holds messages of this stack",
        "End that debug session first",
      );
    this.#tell = tell;
    tell({ kind: "ready" });
    let isAttached = true;
    return () => {
      if (!isAttached) return;
      isAttached = false;
      this.#tell = undefined;
      this.#rules = [];
      this.#stepping.clear();
      this.releaseAll();
      void this.#arm();
    };
  }

  /** Replaces all rules. Resolves, when every layer keeps them, with what is wrong with each; such a rule holds nothing. */
  async setRules(rules: readonly HoldRule[]): Promise<(string | null)[]> {
    this.#requireDebugger();
    const problems = rules.map(({ condition }) => (condition ? (problemInCondition(condition) ?? null) : null));
    this.#rules = rules
      .filter((_rule, index) => problems[index] === null)
      .map(({ point, condition }) => ({ point, holds: condition ? conditionOf(condition) : () => true }));
    await this.#arm();
    return problems;
  }

  list(): HeldMessage[] {
    return [...this.#held.values()].map(({ message }) => message);
  }

  /** What goes on is the edited message. Errors: `hold-gone`, `hold-too-late`. */
  edit(id: string, edits: HoldEdits): HeldMessage {
    const held = this.#find(id);
    requireBeforeCall(held.message.point);
    if (Object.keys(payloadOf(held.message.body)).length === 0)
      throw new ExpectedError("hold-unreadable", "The payload is no JSON object, so it has no fields to change");
    const { messageId, layer, participant } = held.message;
    // The body of a program's own request is what it made of the message: the one in the queue stays.
    const isOwnRequest = layer === "provider" && participant !== STACKS_WORKER;
    if (messageId !== undefined && !isOwnRequest) this.#parts?.clocks?.edit(messageId, edits);
    held.edits = withEdits(held.edits, edits);
    held.message = shownWith(held.message, edits);
    return held.message;
  }

  /** Lets a held message go, once. Errors: `hold-gone`, `hold-too-late`. */
  async release(id: string, order: HoldOrder): Promise<void> {
    const held = this.#find(id);
    const { edits, message } = held;
    const edited = edits && { edits };
    switch (order.kind) {
      case "continue":
        return this.#depart(held, { kind: "go", ...edited });
      case "step":
        this.#stepping.add(message.traceId);
        await this.#arm(); // before it goes on: its next point may follow at once
        return this.#depart(held, { kind: "go", ...edited });
      case "drop":
        requireBeforeCall(message.point);
        return this.#depart(held, { kind: "drop", reason: order.reason });
      case "answer": {
        if (message.point !== "sender" && message.point !== "provider-call") throw notAtProvider();
        return this.#depart(held, { kind: "answer", ...edited, ...answerOf(order.code) });
      }
    }
  }

  /** Everything that is held goes on, as edited. */
  releaseAll(): void {
    for (const held of [...this.#held.values()])
      this.#depart(held, { kind: "go", ...(held.edits && { edits: held.edits }) });
  }

  /** A message that has ended reaches no other point. */
  noteEvent({ type, traceId }: Pick<MessageEvent, "type" | "traceId">): void {
    if (endings.has(type) && this.#stepping.delete(traceId)) void this.#arm();
  }

  /** The process that held these messages has ended: the queue delivers them again. */
  lost(participant: string): void {
    for (const held of [...this.#held.values()])
      if (held.message.participant === participant) this.#leave(held, { kind: "stop" }, "lost");
  }

  #whyHeld(arrival: HoldArrival): HeldMessage["why"] | undefined {
    if (!this.#tell) return undefined;
    if (this.#stepping.has(arrival.traceId)) return "step";
    const at = this.#rules.filter(({ point }) => point === arrival.point);
    const onRefusal = arrival.refusal === undefined ? [] : this.#rules.filter(({ point }) => point === "refusal");
    if (at.length + onRefusal.length === 0) return undefined;
    const code = this.#tenantCodeOf(arrival);
    if (onRefusal.some(({ holds }) => holds(arrival, code))) return "refusal";
    return at.some(({ holds }) => holds(arrival, code)) ? "point" : undefined;
  }

  #tenantCodeOf({ tenant, body }: HoldArrival): string {
    if (tenant) return tenant.code;
    const id = Number(payloadOf(body)["tenant_id"]);
    return Number.isSafeInteger(id) ? this.#options.tenantCode(id) : "";
  }

  #depart(held: Held, departure: HoldDeparture): void {
    this.#leave(held, departure, "left");
  }

  #leave({ message, depart }: Held, departure: HoldDeparture, how: "left" | "lost"): void {
    if (!this.#held.delete(message.id)) return;
    this.#startClock(message);
    depart(departure);
    this.#tell?.({ kind: "gone", id: message.id, traceId: message.traceId, how });
  }

  #startClock({ messageId, visibleForMs }: HeldMessage): void {
    if (messageId !== undefined && visibleForMs !== undefined) this.#parts?.clocks?.start(messageId);
  }

  /** A step may be held anywhere, so every layer asks until it is done. */
  async #arm(): Promise<void> {
    const points = new Set(this.#stepping.size > 0 ? holdPoints : this.#rules.map(({ point }) => point));
    if (points.has("refusal")) points.add("provider-answer");
    this.#armed = points;
    try {
      await this.#parts?.worker.arm([...points]);
    } catch (error) {
      this.#options.log.error(`the worker could not be told where to hold: ${messageOf(error)}`);
    }
  }

  #find(id: string): Held {
    this.#requireDebugger();
    const held = this.#held.get(id);
    if (held) return held;
    throw new ExpectedError("hold-gone", "This message is no longer held");
  }

  #requireDebugger(): void {
    if (!this.#tell)
      throw new ExpectedError("no-debugger", "No debugger is attached", "Open the stream of holds first");
  }
}

function requireBeforeCall(point: HoldPoint): void {
  if (isBeforeCall(point)) return;
  throw new ExpectedError(
    "hold-too-late",
    "The provider was asked already, so the message can only go on",
    "Hold it before the provider is called",
  );
}

const notAtProvider = () =>
  new ExpectedError(
    "hold-not-answerable",
    "An answer takes Solapi's place only before the provider is called",
    "Step to that point, then answer",
  );

/** What an answer of the provider with this code means to the worker. */
function answerOf(code: string): Pick<HoldDeparture & { kind: "answer" }, "outcome" | "code" | "message"> {
  const { kind, retry, ko: message } = meaningOf(code);
  if (kind === "progress") return { outcome: "accepted", code, message };
  if (retry === "ambiguous") return { outcome: "ambiguous", code, message };
  return { outcome: kind === "error" ? "failed" : "refused", code, message };
}

/** The message as its debugger sees it after an edit: an edited sender is the payload's own. */
function shownWith(message: HeldMessage, edits: HoldEdits): HeldMessage {
  const { request } = message;
  const goesOn = {
    body: editedBody(message.body, edits),
    ...(request !== undefined && { request: JSON.stringify(editedRequest(payloadOf(request), edits)) }),
  };
  const own = edits.sender?.replace(/\D/g, "");
  if (own === undefined) return { ...message, ...goesOn };
  const candidates = message.candidates?.map((each) => (each.source === "payload" ? { ...each, number: own } : each));
  const used =
    own === "" ? candidates?.find(({ number }) => number !== "") : { source: "payload" as const, number: own };
  return { ...message, ...goesOn, ...(candidates && { candidates }), ...(message.sender && used && { sender: used }) };
}
