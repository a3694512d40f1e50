import type { StackClient } from "../../runtime/control/stackClient";
import { DEFAULT_QUEUE_NAME, DEFAULT_REGION } from "../../runtime/queue/payload";
import { readStackKeys } from "../../runtime/stack/stateFolder/stackKeys";
import type { StackTarget } from "../environment";
import type { StackWriter } from "../writers";

export const createLocalStack = (client: StackClient): StackTarget & StackWriter => ({
  snapshot: (signal) => client.snapshot(signal),
  changes: (signal) => client.changes(signal),
  holds: (signal) => client.holds(signal),
  inbox: (traceId) => client.inbox(traceId),
  variablesForBackend: async () => {
    const { awsAccessKeyId, awsSecretAccessKey, solapiApiKey, solapiApiSecret } = await readStackKeys(client.stateDir);
    const { senders } = (await client.snapshot()).provider;
    const sender = senders.find(({ status }) => status === "ACTIVE");
    return {
      AWS_REGION: DEFAULT_REGION,
      AWS_DEFAULT_REGION: DEFAULT_REGION,
      AWS_ACCESS_KEY_ID: awsAccessKeyId,
      AWS_SECRET_ACCESS_KEY: awsSecretAccessKey,
      AWS_ENDPOINT_URL_SQS: client.address.sqsEndpoint,
      MESSAGING_SQS_QUEUE_NAME: DEFAULT_QUEUE_NAME,
      SOLAPI_API_KEY: solapiApiKey,
      SOLAPI_API_SECRET: solapiApiSecret,
      SOLAPI_BASE_URL: client.address.solapiUrl,
      ...(sender && { SOLAPI_SENDER: sender.phoneNumber }),
      MESSAGING_API_URL: client.address.apiUrl,
      MESSAGING_API_TOKEN: client.address.apiToken,
    };
  },
  importStudents: (code, students) => client.importStudents(code, students),
  setHoldRules: (rules) => client.setHoldRules(rules),
  editHeld: (id, edits) => client.editHeld(id, edits),
  releaseHeld: (id, order) => client.releaseHeld(id, order),
  stop: () => client.end(),
});
