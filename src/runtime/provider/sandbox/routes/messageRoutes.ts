import type { FastifyInstance, FastifyRequest } from "fastify";
import { INTAKE_ACCEPTED } from "../../provider";
import { apiErrors } from "./apiError";
import { programOf, type HoldingHooks } from "../foreign/holdingHooks";
import type { AddedMessage, AddingCall, GroupRegistry } from "../messages/groupRegistry";
import { groupToWire, type GroupRecord, type NewGroup } from "../messages/groupRecord";
import type { RawMessage } from "../messages/messageIntake";
import { groupConditions, limitOf, messageConditions, singleValue, type Query } from "./listQuery";
import { magicOf } from "../behaviour/magicNumbers";
import { handled } from "../sandboxApp";
import type { SandboxStore } from "../messages/sandboxStore";
import { scenarioNamed, type Scenario } from "../behaviour/scenarios";
import { intakeToWire, messageToWire } from "../messages/storedMessage";

export interface MessageRoutesOptions {
  groups: GroupRegistry;
  store: SandboxStore;
  /** Sends a group and hands it to the carrier. */
  send: (groupId: string) => GroupRecord;
  /** Holds the calls of the user's own workers. */
  hooks?: HoldingHooks | undefined;
}

interface Body {
  messages?: unknown;
  message?: unknown;
  messageIds?: unknown;
  strict?: unknown;
  scheduledDate?: unknown;
  showMessageList?: unknown;
  agent?: unknown;
}

const BASE = "/messages/v4";

/** Solapi's message API, version 4. */
export function addMessageRoutes(app: FastifyInstance, { groups, store, send, hooks }: MessageRoutesOptions): void {
  const { preHandler, onSend } = hooks ?? {};
  const holdsCall = preHandler && { preHandler };
  const holdsAnswer = onSend && { onSend };
  const answering = (work: (request: FastifyRequest) => unknown) => hooks?.answering(work) ?? work;
  const groupScenario = (request: FastifyRequest): Scenario | undefined => {
    const group = store.group(groupIdOf(request));
    // A group already sent gets Solapi's usual answer: the scenario plays at the first send, not at a second one.
    return group?.sendScenario && group.status === "PENDING" ? scenarioNamed(group.sendScenario) : undefined;
  };

  app.post(
    `${BASE}/groups`,
    { config: { step: "create" } },
    handled((request) => groupToWire(groups.create(newGroupOf(bodyOf(request))))),
  );
  app.get(
    `${BASE}/groups`,
    handled((request) => listGroups(store, request.query as Query)),
  );
  app.get(
    `${BASE}/groups/:groupId`,
    handled((request) => groupToWire(groups.get(groupIdOf(request)))),
  );
  app.delete(
    `${BASE}/groups/:groupId`,
    handled((request) => groupToWire(groups.remove(groupIdOf(request)))),
  );
  app.put(
    `${BASE}/groups/:groupId/messages`,
    { config: { step: "add" }, ...holdsCall, ...holdsAnswer },
    handled(
      answering((request) => {
        const added = groups.add(groupIdOf(request), messagesOf(bodyOf(request)), addingCallOf(request));
        // The reference shows a number here; the SDK's type says string, and neither is checked.
        return { errorCount: refusedOf(added).length, resultList: added.map(intakeToWire) };
      }),
    ),
  );
  app.get(
    `${BASE}/groups/:groupId/messages`,
    handled((request) => {
      const { groupId } = groups.get(groupIdOf(request));
      return listMessages(store, { ...(request.query as Query), groupId });
    }),
  );
  app.delete(
    `${BASE}/groups/:groupId/messages`,
    handled((request) => {
      const { messageIds } = bodyOf(request);
      if (!Array.isArray(messageIds)) throw apiErrors.validation("messageIds 의 데이터 타입은 배열이어야 됩니다.");
      const resultList = groups.removeMessages(groupIdOf(request), messageIds.map(String));
      const errorCount = resultList.filter(({ resultCode }) => resultCode !== "Success").length;
      return { groupId: groupIdOf(request), errorCount, resultList };
    }),
  );
  app.post(
    `${BASE}/groups/:groupId/send`,
    { config: { step: "send" }, ...holdsAnswer },
    handled(
      answering((request) => groupToWire(send(groupIdOf(request)))),
      groupScenario,
    ),
  );
  app.get(
    `${BASE}/list`,
    handled((request) => listMessages(store, request.query as Query)),
  );

  /** Creates and sends a group with its messages in one call; if its answer is lost, there is no id to query. */
  const sendAtOnce = (request: FastifyRequest, raw: readonly RawMessage[]) => {
    const body = bodyOf(request);
    if (body.scheduledDate !== undefined && body.scheduledDate !== null)
      throw apiErrors.validation("샌드박스는 예약 발송을 지원하지 않습니다.");
    const { groupId } = groups.create(newGroupOf({ ...body, ...objectOf(body.agent) }));
    const added = groups.add(groupId, raw, addingCallOf(request));
    const accepted = added.length > refusedOf(added).length;
    return { group: accepted ? send(groupId) : groups.failEmpty(groupId), added };
  };
  app.post(
    `${BASE}/send-many/detail`,
    { config: { step: "send" }, ...holdsCall, ...holdsAnswer },
    handled(
      answering((request) => {
        const body = bodyOf(request);
        const { group, added } = sendAtOnce(request, messagesOf(body));
        return {
          failedMessageList: refusedOf(added).map(intakeToWire),
          groupInfo: groupToWire(group),
          ...(body.showMessageList === true && { messageList: added.map(intakeToWire) }),
        };
      }),
      (request) => scenarioOfRecipients(bodyOf(request).messages),
    ),
  );
  app.post(
    `${BASE}/send`,
    { config: { step: "send" }, ...holdsCall, ...holdsAnswer },
    handled(
      answering((request) => {
        const body = bodyOf(request);
        const message = objectOf(body.message);
        if (typeof body.message !== "object" || Array.isArray(message["to"]))
          throw apiErrors.validation("message 는 필수입니다.");
        const [only] = sendAtOnce(request, [message]).added;
        if (only!.statusCode !== INTAKE_ACCEPTED && body.strict === true)
          throw apiErrors.invalidStatusCode(only!.messageId, only!.statusCode);
        return { groupId: only!.groupId, ...intakeToWire(only!) };
      }),
      (request) => scenarioOfRecipients([bodyOf(request).message]),
    ),
  );
}

const groupIdOf = (request: FastifyRequest): string => (request.params as { groupId: string }).groupId;

const bodyOf = (request: FastifyRequest): Body => objectOf(request.body);

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

function newGroupOf(body: object): NewGroup {
  const { allowDuplicates, strict, appId, sdkVersion, osPlatform, customFields } = body as Record<string, unknown>;
  return {
    allowDuplicates: allowDuplicates === true,
    strict: strict === true,
    appId: textOrNull(appId),
    sdkVersion: textOrNull(sdkVersion),
    osPlatform: textOrNull(osPlatform),
    customFields: Object.fromEntries(
      Object.entries(objectOf(customFields)).map(([key, value]) => [key, String(value)]),
    ),
  };
}

function messagesOf({ messages }: Body): RawMessage[] {
  if (!Array.isArray(messages)) throw apiErrors.validation("messages 의 데이터 타입은 배열이어야 됩니다.");
  if (messages.length === 0) throw apiErrors.validation("messages 는 1건 이상이어야 됩니다.");
  return messages.map(objectOf);
}

const refusedOf = (added: readonly AddedMessage[]): AddedMessage[] =>
  added.filter(({ statusCode }) => statusCode !== INTAKE_ACCEPTED);

function addingCallOf(request: FastifyRequest): AddingCall {
  const effect = request.scenario?.effect;
  const refuseAlimtalk = effect?.kind === "refuse-alimtalk" ? effect.code : undefined;
  return { refuseAlimtalk, client: programOf(request) };
}

/** The scenario that the first magic recipient of a one-step send selects. */
function scenarioOfRecipients(messages: unknown): Scenario | undefined {
  if (!Array.isArray(messages)) return undefined;
  for (const to of messages.map(objectOf).flatMap((message) => message["to"])) {
    const magic = typeof to === "string" ? magicOf(to.replaceAll("-", ""), false) : undefined;
    if (magic?.kind === "scenario") return scenarioNamed(magic.name);
  }
  return undefined;
}

function listGroups(store: SandboxStore, query: Query): object {
  const limit = limitOf(query);
  const startKey = singleValue(query["startKey"]) ?? null;
  const startSeq = startKey === null ? undefined : store.seqOfGroup(startKey);
  if (startKey !== null && startSeq === undefined) throw apiErrors.validation("유효하지 않은 startKey");
  const from = startSeq === undefined ? [] : [["seq <= ?", startSeq] as const];
  const page = store.groups([...groupConditions(query), ...from], limit + 1);
  const groupList = Object.fromEntries(page.slice(0, limit).map((group) => [group.groupId, groupToWire(group)]));
  return { startKey, limit, nextKey: page[limit]?.groupId ?? null, groupList };
}

function listMessages(store: SandboxStore, query: Query): object {
  const limit = limitOf(query);
  const startKey = singleValue(query["startKey"]) ?? null;
  const startSeq = startKey === null ? undefined : store.seqOfMessage(startKey);
  if (startKey !== null && startSeq === undefined) throw apiErrors.validation("유효하지 않은 startKey");
  const from = startSeq === undefined ? [] : [["seq <= ?", startSeq] as const];
  const page = store.messages([...messageConditions(query), ...from], limit + 1);
  const messageList = Object.fromEntries(
    page.slice(0, limit).map((message) => [message.messageId, messageToWire(message)]),
  );
  return { startKey, limit, nextKey: page[limit]?.messageId ?? null, messageList };
}
