import { clientName } from "../../common/shown/clientName";
import type { EmitMessageEvent, SendMatch } from "./messageEvents";

interface Taken {
  traceId: string;
  messageId: string;
  /** Digits. */
  to: string;
  text: string;
}

/** A message as a queue handed it out. */
export interface HandedOut {
  traceId: string;
  messageId: string;
  body: string;
  receiveCount: number;
}

/** What a request at the provider says of its message. */
export interface ForeignSend {
  recipient: string;
  text: string;
  /** Of a program that passes it on. */
  traceId: string | undefined;
}

/** The message that a request at the provider is about, and by what it was matched. */
export interface MatchedSend {
  traceId: string;
  messageId: string;
  matched: SendMatch;
}

const KEPT = 10_000;
const OWN = "messaging-worker/";

/**
 * The messages that workers of the user's own have received. They report nothing: their requests to the provider are
 * matched with what they received, by trace id, else by recipient and text, else by recipient; each message once, the
 * oldest first.
 */
export class TakenByOthers {
  readonly #emit: EmitMessageEvent;
  /** By trace id, in the order of their last receive. */
  readonly #taken = new Map<string, Taken>();
  readonly #byRecipient = new Map<string, Set<Taken>>();
  readonly #ofMatch = new WeakMap<MatchedSend, Taken>();

  constructor(emit: EmitMessageEvent) {
    this.#emit = emit;
  }

  received(userAgent: string, messages: readonly HandedOut[]): void {
    if (userAgent.includes(OWN)) {
      for (const { traceId } of messages) this.#forget(this.#taken.get(traceId)); // it reports by itself
      return;
    }
    const consumer = clientName(userAgent);
    for (const { traceId, messageId, body, receiveCount } of messages) {
      this.#forget(this.#taken.get(traceId));
      const content = contentOf(body);
      if (content) this.#keep({ traceId, messageId, ...content });
      this.#emit({ type: "worker.seen", at: Date.now(), traceId, messageId, details: { consumer, receiveCount } });
    }
  }

  /** The message that this send is about; undefined: of none that is known. */
  match({ recipient, text, traceId }: ForeignSend): MatchedSend | undefined {
    if (traceId !== undefined) return this.#matchOf(this.#taken.get(traceId), "trace id");
    const own = [...(this.#byRecipient.get(recipient) ?? [])];
    const same = own.find((each) => each.text !== "" && text.includes(each.text));
    return same ? this.#matchOf(same, "recipient and text") : this.#matchOf(own[0], "recipient");
  }

  /** The request was not carried out: the program's next one is about the same message. */
  giveBack(match: MatchedSend): void {
    const taken = this.#ofMatch.get(match);
    if (taken && !this.#taken.has(taken.traceId)) this.#keep(taken);
  }

  #matchOf(taken: Taken | undefined, matched: SendMatch): MatchedSend | undefined {
    if (!taken) return undefined;
    this.#forget(taken);
    const match = { traceId: taken.traceId, messageId: taken.messageId, matched };
    this.#ofMatch.set(match, taken);
    return match;
  }

  #keep(taken: Taken): void {
    this.#taken.set(taken.traceId, taken);
    const own = this.#byRecipient.get(taken.to) ?? new Set();
    this.#byRecipient.set(taken.to, own.add(taken));
    if (this.#taken.size > KEPT) this.#forget(this.#taken.values().next().value);
  }

  #forget(taken: Taken | undefined): void {
    if (!taken) return;
    this.#taken.delete(taken.traceId);
    const own = this.#byRecipient.get(taken.to);
    own?.delete(taken);
    if (own?.size === 0) this.#byRecipient.delete(taken.to);
  }
}

function contentOf(body: string): { to: string; text: string } | undefined {
  try {
    const { to, text } = JSON.parse(body) as { to?: unknown; text?: unknown };
    const digits = String(to).replace(/\D/g, "");
    return digits === "" ? undefined : { to: digits, text: typeof text === "string" ? text : "" };
  } catch {
    return undefined; // no message of the backend's shape
  }
}
