import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Account } from "../behaviour/account";
import { apiErrors } from "./apiError";
import { SOLAPI_ACCOUNT_ID } from "../messages/solapiIds";
import { placeholdersOf, type KakaoChannel, type KakaoTemplate } from "../messages/kakaoTemplates";
import { limitOf, singleValue, type Query } from "./listQuery";
import { handled } from "../sandboxApp";
import type { Sender } from "../sandboxSettings";

/** Balance, sender numbers, Kakao channels and templates of the account, read-only. */
export function addAccountRoutes(app: FastifyInstance, account: Account, startedAt: number): void {
  const since = new Date(startedAt).toISOString();
  app.get(
    "/cash/v1/balance",
    handled(() => balanceToWire(account.settings.balance)),
  );
  app.get(
    "/senderid/v1/numbers",
    handled(() => ({ senderIds: account.settings.senders.map((sender) => senderToWire(sender, startedAt)) })),
  );
  app.get(
    "/senderid/v1/numbers/active",
    handled(() =>
      account.settings.senders.filter(({ status }) => status === "ACTIVE").map(({ phoneNumber }) => phoneNumber),
    ),
  );
  app.get(
    "/kakao/v2/channels",
    handled((request) => {
      const query = request.query as Query;
      const found = account.settings.channels.filter(
        (channel) =>
          fits(query, "channelId", channel.channelId) &&
          fits(query, "searchId", channel.searchId) &&
          fits(query, "phoneNumber", channel.phoneNumber),
      );
      return listToWire(
        query,
        "channelList",
        found,
        ({ channelId }) => channelId,
        (each) => channelToWire(each, since),
      );
    }),
  );
  app.get(
    "/kakao/v2/channels/:id",
    handled((request) => {
      const channel = account.settings.channels.find(({ channelId }) => channelId === idOf(request));
      if (!channel) throw apiErrors.resourceNotFound();
      return channelToWire(channel, since);
    }),
  );
  app.get(
    "/kakao/v2/templates",
    handled((request) => {
      const query = request.query as Query;
      const found = account.settings.templates.filter(
        (template) =>
          fits(query, "templateId", template.templateId) &&
          fits(query, "channelId", template.channelId) &&
          fits(query, "status", template.status) &&
          fits(query, "name", template.name),
      );
      return listToWire(
        query,
        "templateList",
        found,
        ({ templateId }) => templateId,
        (each) => templateToWire(each, since),
      );
    }),
  );
  app.get(
    "/kakao/v2/templates/:id",
    handled((request) => {
      const template = account.settings.templates.find(({ templateId }) => templateId === idOf(request));
      if (!template) throw apiErrors.resourceNotFound();
      return templateToWire(template, since);
    }),
  );
}

const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;

/** A filter is `name=value`, `name[eq]=value` or, for a substring, `name[like]=value`. */
function fits(query: Query, name: string, value: string): boolean {
  const equal = singleValue(query[name]) ?? singleValue(query[`${name}[eq]`]);
  const part = singleValue(query[`${name}[like]`]);
  return (equal === undefined || equal === value) && (part === undefined || value.includes(part));
}

function listToWire<T>(
  query: Query,
  name: string,
  all: readonly T[],
  keyOf: (item: T) => string,
  toWire: (item: T) => object,
): object {
  const limit = limitOf(query);
  const startKey = singleValue(query["startKey"]) ?? null;
  const start = startKey === null ? 0 : all.findIndex((item) => keyOf(item) === startKey);
  if (start < 0) throw apiErrors.validation("유효하지 않은 startKey");
  const next = all[start + limit];
  return { startKey, limit, nextKey: next ? keyOf(next) : null, [name]: all.slice(start, start + limit).map(toWire) };
}

const balanceToWire = (balance: number): object => ({
  lowBalanceAlert: { notificationBalance: "0", currentBalance: "0", balances: [], channels: [], enabled: false },
  point: 0,
  minimumCash: 0,
  rechargeTo: 0,
  rechargeTryCount: 0,
  autoRecharge: 0,
  accountId: SOLAPI_ACCOUNT_ID,
  balance,
  deposit: 0,
  balanceOnly: balance,
});

const YEAR_MS = 365 * 86_400_000;

function senderToWire({ phoneNumber, status }: Sender, since: number): object {
  const date = new Date(since).toISOString();
  const expireAt = new Date(since + (status === "EXPIRED" ? -YEAR_MS : YEAR_MS)).toISOString();
  return { accountId: SOLAPI_ACCOUNT_ID, phoneNumber, status, expireAt, dateCreated: date, dateUpdated: date };
}

const channelToWire = ({ channelId, searchId, phoneNumber }: KakaoChannel, date: string): object => ({
  channelId,
  searchId,
  accountId: SOLAPI_ACCOUNT_ID,
  phoneNumber,
  sharedAccountIds: [],
  dateCreated: date,
  dateUpdated: date,
});

const templateToWire = ({ templateId, channelId, name, content, status }: KakaoTemplate, date: string): object => ({
  templateId,
  name,
  channelId,
  channelGroupId: null,
  content,
  isHidden: false,
  messageType: "BA",
  emphasizeType: "NONE",
  extra: null,
  ad: null,
  emphasizeTitle: null,
  emphasizeSubtitle: null,
  securityFlag: false,
  imageId: null,
  assignType: "CHANNEL",
  buttons: [],
  quickReplies: [],
  comments: [],
  commentable: false,
  header: null,
  highlight: null,
  item: null,
  code: templateId,
  status,
  variables: placeholdersOf(content).map((placeholder) => ({ name: `#{${placeholder}}` })),
  accountId: SOLAPI_ACCOUNT_ID,
  dateCreated: date,
  dateUpdated: date,
});
