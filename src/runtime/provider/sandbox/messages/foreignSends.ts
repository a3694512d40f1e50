import { meaningOf } from "../../statusCodes";
import { INTAKE_ACCEPTED } from "../../provider";
import type { EmitMessageEvent } from "../../../message/messageEvents";
import type { MatchedSend } from "../../../message/takenByOthers";
import type { StoredMessage } from "./storedMessage";

type Match = (recipient: string, text: string) => MatchedSend | undefined;

/**
 * Requests of programs that name no message: the user's own workers. Each is matched with the message that it is about,
 * and reports in its place what the sandbox answered.
 */
export class ForeignSends {
  readonly #match: Match;
  readonly #emit: EmitMessageEvent;
  /** By trace id, until the answer. */
  readonly #matched = new Map<string, MatchedSend["matched"]>();

  constructor(match: Match, emit: EmitMessageEvent) {
    this.#match = match;
    this.#emit = emit;
  }

  traceOf(recipient: string, text: string): string | undefined {
    const found = this.#match(recipient, text);
    if (found) this.#matched.set(found.traceId, found.matched);
    return found?.traceId;
  }

  /** Reports the refused ones after the intake, the accepted ones once their group is sent. */
  answered(messages: readonly StoredMessage[], isSent: boolean): void {
    if (this.#matched.size === 0) return;
    for (const { traceId, groupId, messageId: providerMessageId, statusCode: code, type, createdAt } of messages) {
      const matched = this.#matched.get(traceId);
      const isRefused = code !== INTAKE_ACCEPTED && !isSent;
      if (matched === undefined || !(isRefused || isSent)) continue;
      this.#matched.delete(traceId);
      const at = Date.now();
      if (isRefused) {
        const details = { groupId, code, message: meaningOf(code).ko, matched };
        this.#emit({ type: "provider.refused", at: Math.max(at, createdAt), traceId, details });
      } else {
        const details = { groupId, providerMessageId, code: INTAKE_ACCEPTED, type, matched };
        this.#emit({ type: "provider.accepted", at: Math.max(at, createdAt), traceId, details });
      }
    }
  }
}
