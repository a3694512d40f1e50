import type { ProviderMessage } from "../../diagnosis/evidence";
import type { StackClient } from "../../runtime/control/stackClient";
import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";
import { authorizationOf } from "../../runtime/provider/solapiSignature";
import { readStackKeys } from "../../runtime/stack/stateFolder/stackKeys";
import type { ProviderRecord, ProviderTarget } from "../environment";
import type { SandboxMessage, SandboxWriter } from "../writers";

/** The sandbox, which sends nothing and charges nothing. */
export const createLocalProvider = (client: StackClient): ProviderTarget & SandboxWriter => ({
  url: client.address.solapiUrl,
  mode: "sandbox",
  balance: async (signal) => ({ balance: (await client.snapshot(signal)).provider.balance, point: 0 }),
  senders: async (signal) => (await client.snapshot(signal)).provider.senders,
  messages: async (query) =>
    (await client.inbox())
      .filter(({ messageId, groupId, at }) => {
        if ("messageId" in query) return messageId === query.messageId;
        if ("groupId" in query) return groupId === query.groupId;
        return at >= query.from && at <= query.to;
      })
      .map(recordOf),
  send: (tenantCode, message, signal) => sendToSandbox(client, tenantCode, message, signal),
});

export const recordOf = ({ messageId, groupId, statusCode, to, type, at }: InboxMessage): ProviderRecord => ({
  messageId,
  groupId,
  statusCode,
  to,
  type,
  createdAt: at,
});

interface SandboxAnswer {
  groupInfo?: { groupId?: string };
  failedMessageList?: { statusCode: string; statusMessage: string }[];
  errorCode?: string;
  errorMessage?: string;
}

async function sendToSandbox(
  client: StackClient,
  tenantCode: string,
  { to, text }: SandboxMessage,
  signal?: AbortSignal,
): Promise<ProviderMessage> {
  const { messagingSender } = await client.tenant(tenantCode, signal);
  const { solapiApiKey, solapiApiSecret } = await readStackKeys(client.stateDir);
  const response = await fetch(`${client.address.solapiUrl}/messages/v4/send-many/detail`, {
    method: "POST",
    redirect: "error",
    headers: {
      "content-type": "application/json",
      authorization: authorizationOf({ apiKey: solapiApiKey, apiSecret: solapiApiSecret }),
    },
    body: JSON.stringify({ messages: [{ to, from: messagingSender, text }] }),
    ...(signal && { signal }),
  });
  return recordOfAnswer((await response.json()) as SandboxAnswer, response.ok);
}

/** The sandbox's answer is the only evidence of the message. */
function recordOfAnswer(
  { groupInfo, failedMessageList, errorCode, errorMessage }: SandboxAnswer,
  isOk: boolean,
): ProviderMessage {
  const groupId = groupInfo?.groupId === undefined ? {} : { groupId: groupInfo.groupId };
  const [failed] = failedMessageList ?? [];
  if (failed) return { ...groupId, ...failed };
  if (isOk) return { ...groupId, statusCode: "2000" };
  return { statusCode: errorCode ?? "", statusMessage: errorMessage ?? "" };
}
