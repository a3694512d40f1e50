import assert from "node:assert/strict";
import { authorizationOf } from "../../../src/runtime/provider/solapiSignature";
import { readStackKeys } from "../../../src/runtime/stack/stateFolder/stackKeys";
import type { StackFixture } from "../stack/stackFixture";

/** Sends a queue message's text through the sandbox, as a worker that knows nothing of trace ids. */
export async function sendToSolapi(
  { client, stateDir }: StackFixture,
  body: string,
  from = "0212345678",
): Promise<void> {
  const { to, text } = JSON.parse(body) as { to: string; text: string };
  const { solapiApiKey, solapiApiSecret } = await readStackKeys(stateDir);
  const response = await fetch(`${client.address.solapiUrl}/messages/v4/send-many/detail`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: authorizationOf({ apiKey: solapiApiKey, apiSecret: solapiApiSecret }),
    },
    body: JSON.stringify({ messages: [{ to, from, text }] }),
  });
  assert.equal(response.status, 200);
}
