import type { Clock } from "../../../../common/clock";
import { INTAKE_ACCEPTED } from "../../provider";
import { meaningOf } from "../../statusCodes";
import type { Account } from "../behaviour/account";
import { apiErrors } from "../routes/apiError";
import { newGroup, note, type GroupRecord, type NewGroup } from "./groupRecord";
import type { ForeignSends } from "../foreign/foreignSends";
import { isGroupId, newGroupId, newMessageId } from "./solapiIds";
import { takeIn, type RawMessage, type TakenMessage } from "./messageIntake";
import type { SandboxStore } from "./sandboxStore";
import { prices, type SandboxMessageType } from "../sandboxSettings";
import { ANSWERED_INSTEAD, type MessageContent, type StoredMessage } from "./storedMessage";

/** Solapi's limits. */
const MAX_MESSAGES_PER_REQUEST = 10_000;
const MAX_MESSAGES_PER_GROUP = 1_000_000;

/** A message after the intake: not in the inbox yet, and without its position in the order of arrival. */
export type AddedMessage = StoredMessage;

/** The call that adds messages. */
export interface AddingCall {
  /** Every Alimtalk is refused with this code. */
  refuseAlimtalk?: string | undefined;
  /** The program, as people call it. */
  client?: string | undefined;
}

const typeNames: Record<SandboxMessageType, string> = {
  SMS: "단문문자(SMS)",
  LMS: "장문문자(LMS)",
  MMS: "사진문자(MMS)",
  ATA: "알림톡(ATA)",
};

const priceOf = (type: string): number => (Object.hasOwn(prices, type) ? prices[type as SandboxMessageType] : 0);

/** The operations on groups, whose states GroupState documents. Each change is one transaction. */
export class GroupRegistry {
  constructor(
    private readonly store: SandboxStore,
    private readonly account: Account,
    private readonly clock: Clock,
    private readonly foreign?: ForeignSends,
  ) {}

  create(options: NewGroup): GroupRecord {
    const now = this.clock.now();
    const group = newGroup(newGroupId(now), new Date(now).toISOString(), options);
    this.store.inTransaction(() => this.store.insertGroup(group));
    return group;
  }

  /** @throws ApiError ValidationError, ResourceNotFound */
  get(groupId: string): GroupRecord {
    if (!isGroupId(groupId)) throw apiErrors.validation("유효하지 않은 groupId");
    const group = this.store.group(groupId);
    if (!group) throw apiErrors.groupNotFound();
    return group;
  }

  /** A message as the intake reads it, without adding it. */
  readIn(raw: RawMessage): TakenMessage {
    return takeIn(raw, { settings: this.account.settings, isDuplicate: () => false });
  }

  /** Adds messages individually: a refused one is kept with its code and never sent. */
  add(groupId: string, raw: readonly RawMessage[], { refuseAlimtalk, client }: AddingCall = {}): AddedMessage[] {
    const messages = raw.flatMap(withOneRecipient);
    if (messages.length > MAX_MESSAGES_PER_REQUEST) throw apiErrors.recipientsTooMany();
    const all = this.store.inTransaction(() => {
      const group = this.get(groupId);
      if (group.status !== "PENDING") throw apiErrors.invalidGroupStatus();
      if (group.count.total + messages.length > MAX_MESSAGES_PER_GROUP) throw apiErrors.recipientsTooMany();
      const seen = group.allowDuplicates ? undefined : this.store.recipientsOf(groupId);
      const rules = {
        settings: this.account.settings,
        refuseAlimtalk,
        isDuplicate: (recipient: string) => seen?.has(recipient) ?? false,
      };
      const now = this.clock.now();
      const added = messages.map((message): AddedMessage => {
        const { recipient, sender, type, content, scenario, ...judged } = takeIn(message, rules);
        const send = { recipient, text: content.text, traceId: content.customFields["traceId"] };
        const about = this.foreign?.take(message, send);
        const { code, fate } = about?.code === undefined ? judged : answeredInstead(about.code, content);
        // The stack's own worker gives every message a trace id.
        const isForeign = about !== undefined || send.traceId === undefined;
        if (isForeign && client !== undefined) content.client = client;
        if (code === INTAKE_ACCEPTED) {
          seen?.add(recipient);
          if (scenario) group.sendScenario = scenario;
        }
        count(group, type, content.country, code === INTAKE_ACCEPTED, 1);
        const base = {
          messageId: newMessageId(now),
          groupId,
          traceId: about?.match.traceId ?? send.traceId ?? "",
          recipient,
          sender,
          type,
          statusCode: code,
          fate,
        };
        return { ...base, seq: 0, createdAt: now, updatedAt: now, sentAt: null, content };
      });
      for (const message of added) this.store.insertMessage(message);
      noteAdded(group, added, now);
      this.store.updateGroup(group);
      return added;
    });
    this.foreign?.answered(all, false);
    return all;
  }

  /**
   * Sends the group: its accepted messages enter the inbox in the transaction that moves the group out of PENDING. The
   * carrier's results are due `resultsInMs` from now.
   * @throws ApiError GroupInProcessing or AlreadySent (409) if it was sent before; NotEnoughBalance and QuotaExceeded
   * leave it PENDING
   */
  send(groupId: string, resultsInMs: number): GroupRecord {
    const now = this.clock.now();
    const group = this.store.inTransaction(() => {
      const group = this.get(groupId);
      assertSendable(group);
      const { registeredSuccess } = group.count;
      const price = priceOfGroup(group);
      this.account.checkSend(registeredSuccess, price);
      const { balance } = this.account.settings;
      this.store.enterInbox(groupId, now);
      this.store.setDue(groupId, now + resultsInMs);
      group.status = "SENDING";
      group.count.sentTotal = registeredSuccess;
      group.count.sentPending = registeredSuccess;
      group.balance.requested = price;
      group.balance.sum = price;
      const at = new Date(now).toISOString();
      group.dateSent = at;
      const balances = { oldBalance: balance, newBalance: balance - price, oldPoint: 0, newPoint: 0 };
      note(group, { createAt: at, message: "메시지를 발송했습니다.", ...balances, totalPrice: price });
      this.store.updateGroup(group);
      return group;
    });
    this.account.charge(group.count.sentTotal, group.balance.requested);
    return group;
  }

  /** Marks the group of a one-step send FAILED, because none of its messages was accepted. */
  failEmpty(groupId: string): GroupRecord {
    return this.#change(groupId, (group) => {
      group.status = "FAILED";
      this.#note(group, "발송 가능한 메시지가 없습니다.");
    });
  }

  /** @throws ApiError NotOperationalStatus unless it is PENDING */
  remove(groupId: string): GroupRecord {
    return this.#change(groupId, (group) => {
      if (group.status !== "PENDING") throw apiErrors.notOperational(group.status);
      group.status = "DELETED";
      this.#note(group, "메시지 그룹이 삭제되었습니다.");
    });
  }

  /** Removes messages from a PENDING group. @returns the result by message id, in the order of the request */
  removeMessages(groupId: string, messageIds: readonly string[]): { messageId: string; resultCode: string }[] {
    let results: { messageId: string; resultCode: string }[] = [];
    this.#change(groupId, (group) => {
      if (group.status !== "PENDING") throw apiErrors.invalidGroupStatus();
      results = messageIds.map((messageId) => {
        const removed = this.store.deleteMessage(groupId, messageId);
        if (!removed) return { messageId, resultCode: "ResourceNotFound" };
        count(group, removed.type, removed.content.country, removed.statusCode === INTAKE_ACCEPTED, -1);
        return { messageId, resultCode: "Success" };
      });
      this.#note(group, `메시지 ${results.length} 건이 삭제되었습니다.`);
    });
    return results;
  }

  #change(groupId: string, change: (group: GroupRecord) => void): GroupRecord {
    return this.store.inTransaction(() => {
      const group = this.get(groupId);
      change(group);
      this.store.updateGroup(group);
      return group;
    });
  }

  #note(group: GroupRecord, message: string): void {
    note(group, { createAt: new Date(this.clock.now()).toISOString(), message });
  }
}

/** What a debugger answers in Solapi's place: an accepted one is never sent. */
function answeredInstead(given: string, content: MessageContent): { code: string; fate: string | null } {
  content.statusMessage = meaningOf(given).ko;
  const isAccepted = meaningOf(given).kind === "progress";
  return isAccepted ? { code: INTAKE_ACCEPTED, fate: ANSWERED_INSTEAD } : { code: given, fate: null };
}

/** Solapi accepts a list of recipients for one message and makes one message per recipient. */
export function withOneRecipient(raw: RawMessage): RawMessage[] {
  const { to } = raw;
  return Array.isArray(to) ? to.map((each: unknown) => ({ ...raw, to: each })) : [raw];
}

function count(group: GroupRecord, type: string, country: string, accepted: boolean, by: 1 | -1): void {
  group.count.total += by;
  if (!accepted) {
    group.count.registeredFailed += by;
    return;
  }
  group.count.registeredSuccess += by;
  const byCountry = (group.countForCharge[type.toLowerCase()] ??= {});
  byCountry[country] = (byCountry[country] ?? 0) + by;
  if (byCountry[country] === 0) delete byCountry[country];
}

function noteAdded(group: GroupRecord, added: readonly AddedMessage[], now: number): void {
  const byType = new Map<string, number>();
  for (const { type, statusCode } of added)
    if (statusCode === INTAKE_ACCEPTED) byType.set(type, (byType.get(type) ?? 0) + 1);
  for (const [type, number] of byType) {
    const name = typeNames[type as SandboxMessageType];
    note(group, {
      createAt: new Date(now).toISOString(),
      message: `국가코드(82)의 ${name} ${number} 건이 추가되었습니다.`,
    });
  }
}

function priceOfGroup({ countForCharge }: GroupRecord): number {
  let sum = 0;
  for (const [kind, byCountry] of Object.entries(countForCharge))
    for (const messages of Object.values(byCountry)) sum += messages * priceOf(kind.toUpperCase());
  return sum;
}

function assertSendable(group: GroupRecord): void {
  switch (group.status) {
    case "SENDING":
      throw apiErrors.groupInProcessing();
    case "COMPLETE":
      throw apiErrors.alreadySent();
    case "DELETED":
      throw apiErrors.deletedGroup();
    case "FAILED":
      throw apiErrors.failedGroup();
    case "PENDING":
      if (group.count.registeredSuccess === 0) throw apiErrors.nothingToSend();
  }
}
