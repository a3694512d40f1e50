import type { Clock } from "../../../../common/clock";
import { messageOf } from "../../../../common/errors";
import type { Logger } from "../../../../common/logger";
import { eucKrBytes, textMessageType } from "../../messageType";
import { meaningOf } from "../../statusCodes";
import type { EmitMessageEvent } from "../../../message/messageEvents";
import type { Account } from "./account";
import { note } from "../messages/groupRecord";
import type { SandboxStore } from "../messages/sandboxStore";
import { prices, type SandboxMessageType } from "../sandboxSettings";
import type { SmsReplacement, StoredMessage } from "../messages/storedMessage";

export interface CarrierOptions {
  store: SandboxStore;
  account: Account;
  clock: Clock;
  /** How long a message is in transit; 0: its result is there before the send is answered. */
  delayMs: number;
  emit: EmitMessageEvent;
  log: Logger;
  onResults: (messages: readonly StoredMessage[]) => void;
}

const DELIVERED = "4000";
const AWAITED = "3000";

/** A full disk takes no results; they wait for room. */
const RETRY_MS = 1_000;

/**
 * The carriers and Kakao: gives every sent message its result after a delay. The intake has already decided that result
 * (`fate`), so it is reproducible. Groups whose results came due while no sandbox was running get them at the next
 * start.
 */
export class Carrier {
  readonly #options: CarrierOptions;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: CarrierOptions) {
    this.#options = options;
  }

  /** Resumes what an earlier process left. */
  start(): void {
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Takes a sent group, whose results are due in `delayMs`. */
  take(groupId: string): void {
    if (this.#options.delayMs === 0) this.#report(groupId);
    else this.#arm();
  }

  /** Arms one timer, for the earliest group. */
  #arm(): void {
    if (this.#timer || this.#stopped) return;
    const { store, clock, delayMs } = this.#options;
    const earliest = store.due()[0];
    if (!earliest) return;
    // Never longer than a message is in transit: the clock may have been set back since.
    const waitMs = Math.min(Math.max(0, earliest.dueAt - clock.now()), delayMs);
    this.#timer = setTimeout(() => this.#reportDue(earliest.dueAt), waitMs);
  }

  #reportDue(until: number): void {
    this.#timer = undefined;
    const { store, log } = this.#options;
    try {
      for (const { groupId, dueAt } of store.due()) if (dueAt <= until) this.#report(groupId);
      this.#arm();
    } catch (error) {
      log.error(`[sandbox] The carrier's results could not be stored, and are tried again: ${messageOf(error)}`);
      if (!this.#stopped) this.#timer = setTimeout(() => this.#reportDue(until), RETRY_MS);
    }
  }

  #report(groupId: string): void {
    const { store, clock, onResults } = this.#options;
    const now = clock.now();
    let refund = 0;
    const reported = store.inTransaction(() => {
      store.setDue(groupId, null);
      const group = store.group(groupId);
      if (!group) return [];
      const messages = store.messages(
        [
          ["group_id = ?", groupId],
          ["status_code = ?", AWAITED],
        ],
        -1,
        true,
      );
      const due = messages.filter(({ fate }) => fate !== AWAITED);
      for (const message of due) this.#settle(message, now);
      store.deliver(groupId, now);
      const { count, balance } = group;
      for (const message of due) {
        const price = prices[message.type as SandboxMessageType];
        const { replacement } = message.content;
        if (message.statusCode !== DELIVERED) balance.refund += price;
        if (replacement) balance.replacement += prices[replacement.type];
        if (replacement) count.sentReplacement++;
        if (finalCode(message) === DELIVERED) count.sentSuccess++;
        else count.sentFailed++;
      }
      count.sentPending -= due.length;
      count.refund = count.sentFailed + count.sentReplacement;
      refund = balance.sum - (balance.requested + balance.replacement - balance.refund);
      balance.sum -= refund;
      const at = new Date(now).toISOString();
      if (count.sentPending === 0) {
        group.status = "COMPLETE";
        group.dateCompleted = at;
      }
      note(group, { createAt: at, message: "발송 결과를 받았습니다." });
      store.updateGroup(group);
      return due;
    });
    this.#options.account.charge(0, -refund);
    for (const message of reported) this.#tell(message, now);
    if (reported.length > 0) onResults(reported);
  }

  #settle(message: StoredMessage, now: number): void {
    message.updatedAt = now;
    message.statusCode = message.fate ?? DELIVERED;
    if (message.fate === null) return;
    message.content.statusMessage = meaningOf(message.fate).ko;
    const { kakao } = message.content;
    if (kakao && !kakao.disableSms) message.content.replacement = replacementOf(message, kakao.fallbackText, now);
    this.#options.store.fail(message.messageId, message.statusCode, now, message.content);
  }

  #tell(message: StoredMessage, at: number): void {
    const { traceId, groupId, messageId: providerMessageId } = message;
    // A foreign caller sets no trace id, so there is no message of ours to report.
    if (!traceId) return;
    const code = finalCode(message);
    if (code === DELIVERED) {
      this.#options.emit({ type: "provider.delivered", at, traceId, details: { groupId, providerMessageId, code } });
      return;
    }
    const details = { groupId, providerMessageId, code, message: meaningOf(code).ko };
    this.#options.emit({ type: "provider.undelivered", at, traceId, details });
  }
}

const finalCode = ({ statusCode, content }: StoredMessage): string => content.replacement?.statusCode ?? statusCode;

/** The SMS that replaces an Alimtalk; a fault of the phone rather than of KakaoTalk fails it too. */
function replacementOf({ fate }: StoredMessage, text: string, at: number): SmsReplacement {
  const statusCode = fate !== null && !meaningOf(fate).kakao ? fate : DELIVERED;
  return { type: textMessageType(text), text, bytes: eucKrBytes(text), statusCode, at };
}
