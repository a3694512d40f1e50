import { randomBytes } from "node:crypto";
import { ExpectedError } from "../../common/errors";
import { authorizationOf } from "../../runtime/provider/solapiSignature";
import type { MessagePayload } from "../../runtime/queue/payload";
import { readStackKeys } from "../../runtime/stack/stateFolder/stackKeys";
import type { StackClient } from "../../runtime/control/stackClient";
import type { TestMessage } from "../../window/messages/testMessage";

/** Puts a job on the local queue as the backend would, or hands it to the worker; the answer is its trace id. */
export async function sendPastApi(client: StackClient, send: TestMessage): Promise<string> {
  const { id } = await client.tenant(send.tenantCode);
  const traceId = randomBytes(4).toString("hex");
  const payload: MessagePayload = {
    tenant_id: id,
    to: send.to,
    text: send.text,
    sender: null,
    created_at: new Date().toISOString(),
    message_mode: send.mode,
    trace_id: traceId,
  };
  const body = JSON.stringify(payload);
  await (send.start === "worker" ? client.handToWorker(body) : client.enqueue(body));
  return traceId;
}

/** Calls the sandbox as the worker would, past everything else; the answer is the group's id. Error: ExpectedError `provider-refused`. */
export async function sendToProvider(client: StackClient, send: TestMessage, stateDir: string): Promise<string> {
  const { messagingSender } = await client.tenant(send.tenantCode);
  const { solapiApiKey, solapiApiSecret } = await readStackKeys(stateDir);
  const answer = await post(`${client.address.solapiUrl}/messages/v4/send-many/detail`, {
    headers: {
      "content-type": "application/json",
      authorization: authorizationOf({ apiKey: solapiApiKey, apiSecret: solapiApiSecret }),
    },
    body: { messages: [{ to: send.to, from: messagingSender, text: send.text }] },
  });
  const { failedMessageList = [] } = answer as { failedMessageList?: { statusCode: string; statusMessage: string }[] };
  const [failed] = failedMessageList;
  if (failed) throw new ExpectedError("provider-refused", `${failed.statusCode}: ${failed.statusMessage}`);
  return (answer as { groupInfo?: { groupId?: string } }).groupInfo?.groupId ?? "";
}

async function post(url: string, request: { headers: Record<string, string>; body: unknown }): Promise<unknown> {
  const response = await fetch(url, { method: "POST", headers: request.headers, body: JSON.stringify(request.body) });
  const text = await response.text();
  const answer = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  if (response.ok) return answer;
  const { errorCode, errorMessage } = answer as Record<string, string | undefined>;
  const what = [errorCode, errorMessage].filter(Boolean).join(": ");
  throw new ExpectedError("provider-refused", `${response.status} ${what}`);
}
