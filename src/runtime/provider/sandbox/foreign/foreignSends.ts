import { meaningOf } from "../../statusCodes";
import { INTAKE_ACCEPTED } from "../../provider";
import type { EmitMessageEvent } from "../../../message/messageEvents";
import type { ForeignSend, MatchedSend, TakenByOthers } from "../../../message/takenByOthers";
import type { ApiError } from "../routes/apiError";
import type { RawMessage } from "../messages/messageIntake";
import type { StoredMessage } from "../messages/storedMessage";

/** A request's message and what it is about. `code`: a debugger answers it so, in Solapi's place. */
interface BegunSend {
  match: MatchedSend;
  code?: string;
}

/** What is about to be answered. `code`: of the message, or Solapi's error for the whole call. */
export interface AnsweredSend {
  match: MatchedSend;
  message: StoredMessage;
  outcome: "accepted" | "refused" | "failed";
  code: string;
}

/**
 * Requests of the user's own workers, which report nothing. Each is matched with the message that it is about, and
 * reports in its place what the sandbox answered.
 *
 *     request ─match─▶ begun ─intake─▶ matched ─refused, or its group is sent─▶ answered
 *                        └─not carried out─▶ given back: the worker's next request is about it
 */
export class ForeignSends {
  readonly #taken: Pick<TakenByOthers, "match" | "giveBack">;
  readonly #emit: EmitMessageEvent;
  /** Those that a debugger may hold before their intake. */
  readonly #begun = new WeakMap<RawMessage, BegunSend>();
  /** By trace id, until the answer. */
  readonly #matched = new Map<string, MatchedSend>();
  #answers: AnsweredSend[] = [];

  constructor(taken: Pick<TakenByOthers, "match" | "giveBack">, emit: EmitMessageEvent) {
    this.#taken = taken;
    this.#emit = emit;
  }

  match(send: ForeignSend): MatchedSend | undefined {
    return this.#taken.match(send);
  }

  /** The message goes to the intake as this one, which another request may no longer match. */
  begin(raw: RawMessage, begun: BegunSend): void {
    this.#begun.set(raw, begun);
  }

  giveBack(match: MatchedSend): void {
    this.#taken.giveBack(match);
  }

  /** At the intake: the message that this one is about, and the code that a debugger gave it. */
  take(raw: RawMessage, send: ForeignSend): BegunSend | undefined {
    const match = this.#begun.get(raw)?.match ?? this.#taken.match(send);
    if (!match) return undefined;
    this.#matched.set(match.traceId, match);
    return this.#begun.get(raw) ?? { match };
  }

  /** Reports the refused ones after the intake, the accepted ones once their group is sent. */
  answered(messages: readonly StoredMessage[], isSent: boolean): void {
    for (const { message, match } of this.#matchedOf(messages)) {
      const { traceId, groupId, messageId: providerMessageId, statusCode: code, type, createdAt, content } = message;
      const isRefused = code !== INTAKE_ACCEPTED && !isSent;
      if (!(isRefused || isSent)) continue;
      this.#matched.delete(traceId);
      const at = Math.max(Date.now(), createdAt);
      const asked = { matched: match.matched, ...(content.client !== undefined && { client: content.client }) };
      if (isRefused) {
        this.#answers.push({ match, message, outcome: "refused", code });
        const details = { groupId, code, message: meaningOf(code).ko, ...asked };
        this.#emit({ type: "provider.refused", at, traceId, details });
      } else {
        this.#answers.push({ match, message, outcome: "accepted", code: INTAKE_ACCEPTED });
        const details = { groupId, providerMessageId, code: INTAKE_ACCEPTED, type, ...asked };
        this.#emit({ type: "provider.accepted", at, traceId, details });
      }
    }
  }

  /** The call with which these were to be sent failed as a whole; it may be repeated. */
  failed(messages: readonly StoredMessage[], { errorCode: code }: ApiError): void {
    for (const each of this.#matchedOf(messages)) this.#answers.push({ ...each, outcome: "failed", code });
  }

  /** What was answered since the last time. */
  takeAnswers(): AnsweredSend[] {
    const answers = this.#answers;
    this.#answers = [];
    return answers;
  }

  #matchedOf(messages: readonly StoredMessage[]) {
    if (this.#matched.size === 0) return [];
    return messages.flatMap((message) => {
      const match = this.#matched.get(message.traceId);
      return match ? [{ message, match }] : [];
    });
  }
}
