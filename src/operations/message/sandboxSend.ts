import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { ProviderMessage } from "../../diagnosis/evidence";
import { authorizationOf } from "../../runtime/provider/solapiSignature";
import { readStackKeys } from "../../runtime/stack/stateFolder/stackKeys";
import type { DirectMessage, StackOfSend } from "./testSend";

interface SandboxAnswer {
  groupInfo?: { groupId?: string };
  failedMessageList?: { statusCode: string; statusMessage: string }[];
  errorCode?: string;
  errorMessage?: string;
}

/** Calls the sandbox directly, as the worker would. Its answer is the only evidence of the message. */
export async function sendToSandbox(
  { client, stateDir }: StackOfSend,
  tenantCode: string,
  { to, text }: DirectMessage,
  sent: SentMessage,
): Promise<void> {
  const { messagingSender } = await client.tenant(tenantCode);
  const { solapiApiKey, solapiApiSecret } = await readStackKeys(stateDir);
  sent.sentAt = Date.now();
  const response = await fetch(`${client.address.solapiUrl}/messages/v4/send-many/detail`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: authorizationOf({ apiKey: solapiApiKey, apiSecret: solapiApiSecret }),
    },
    body: JSON.stringify({ messages: [{ to, from: messagingSender, text }] }),
  });
  const answer = (await response.json()) as SandboxAnswer;
  sent.recipients = [to];
  sent.records = [recordOf(answer, response.ok)];
}

function recordOf(
  { groupInfo, failedMessageList, errorCode, errorMessage }: SandboxAnswer,
  isOk: boolean,
): ProviderMessage {
  const groupId = groupInfo?.groupId === undefined ? {} : { groupId: groupInfo.groupId };
  const [failed] = failedMessageList ?? [];
  if (failed) return { ...groupId, ...failed };
  if (isOk) return { ...groupId, statusCode: "2000" };
  return { statusCode: errorCode ?? "", statusMessage: errorMessage ?? "" };
}
