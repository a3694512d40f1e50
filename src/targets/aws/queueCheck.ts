import { DeleteMessageBatchCommand, SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import * as l10n from "@vscode/l10n";
import type { QueueCheck, QueueIdentity } from "../environment";
import { awsFailureIn } from "./awsError";
import { AwsConnection, isReason } from "./awsConnection";
import { isDenied } from "./queuePolicy";
import { addressProblems } from "./queueAddress";
import type { QueueSettings } from "./queueReading";
import type { QueueAttributes, SqsQueues } from "./sqsQueues";

/**
 * Who this is, whether the parts of the address agree, and what is proven about its rights. Nothing is sent, received or
 * deleted: the dry calls are batches without an entry, which SQS has nothing to do for.
 *
 * Only a "no" can be proven this way. An AccessDenied to an empty batch is one. Any other answer to it is no "yes", for
 * AWS does not document whether it looks at the rights or at the entries first; nor is there a harmless ReceiveMessage.
 */
export async function checkQueue(
  queues: SqsQueues,
  settings: QueueSettings,
  signal?: AbortSignal,
): Promise<QueueCheck> {
  const problems: QueueCheck["problems"] = [];
  const noted = async <T>(look: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await look();
    } catch (error) {
      const failure = awsFailureIn(error);
      if (!failure) throw error;
      problems.push(failure);
      return undefined;
    }
  };
  const who = settings.endpoint === undefined ? await noted(() => identityOf(settings, signal)) : undefined;
  const queue = await noted(() => queues.attributes(settings.name, signal, { withPolicy: true }));
  const rights = queue ? await rightsAt(queues, queue, who?.arn, noted, signal) : {};
  problems.unshift(...addressProblems(settings, queue, who));
  return {
    ...(who && { identity: who }),
    ...(settings.endpoint !== undefined && { identityUnknown: noStsThere(settings.endpoint) }),
    ...rights,
    problems,
  };
}

const noStsThere = (endpoint: string) => l10n.t("Not asked for: {0} is not AWS, and has no STS", endpoint);

async function identityOf(settings: QueueSettings, signal: AbortSignal | undefined): Promise<QueueIdentity> {
  const sts = new AwsConnection(settings, (config) => new STSClient(config));
  try {
    const { Account = "", Arn = "" } = await sts.call(
      "GetCallerIdentity",
      (client, abortSignal) => client.send(new GetCallerIdentityCommand({}), { abortSignal }),
      signal,
    );
    return { account: Account, arn: Arn };
  } finally {
    sts.dispose();
  }
}

type Noted = <T>(look: () => Promise<T>) => Promise<T | undefined>;

async function rightsAt(
  queues: SqsQueues,
  { url, policy }: QueueAttributes,
  callerArn: string | undefined,
  noted: Noted,
  signal: AbortSignal | undefined,
): Promise<Pick<QueueCheck, "maySend" | "mayReceive">> {
  const empty = { QueueUrl: url, Entries: [] };
  const send = (client: SQSClient, abortSignal: AbortSignal) =>
    client.send(new SendMessageBatchCommand(empty), { abortSignal });
  const remove = (client: SQSClient, abortSignal: AbortSignal) =>
    client.send(new DeleteMessageBatchCommand(empty), { abortSignal });
  const isRefused = async (operation: string, dryCall: typeof send | typeof remove): Promise<boolean> => {
    try {
      await queues.writes.call(operation, (client, abortSignal) => dryCall(client, abortSignal), signal);
    } catch (error) {
      if (isReason(error, "aws-access-denied")) {
        await noted(() => Promise.reject(error as Error));
        return true;
      }
      if (!awsFailureIn(error)) throw error;
    }
    return false;
  };
  const maySend = !((await isRefused("SendMessage", send)) || isDenied(policy, "SendMessage", callerArn));
  // Who may not delete gets every message again and again: noted as a problem, but it is no proof about receiving.
  await isRefused("DeleteMessage", remove);
  const mayReceive = !isDenied(policy, "ReceiveMessage", callerArn);
  return { ...(!maySend && { maySend }), ...(!mayReceive && { mayReceive }) };
}
