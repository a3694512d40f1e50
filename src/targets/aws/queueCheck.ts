import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import * as l10n from "@vscode/l10n";
import type { QueueCheck, QueueIdentity } from "../environment";
import { awsFailureIn } from "./awsError";
import { AwsConnection, isReason, type AwsSettings } from "./awsConnection";
import { isDenied } from "./queuePolicy";
import { addressProblems, regionOfUrl } from "./queueAddress";
import type { QueueSettings } from "./queueReading";
import type { QueueAttributes, SqsQueues } from "./sqsQueues";

/**
 * Checks the caller's identity, whether the parts of the address agree, and which rights are proven. Sends, receives
 * and deletes nothing: the one dry call is a SendMessageBatch without entries.
 *
 * This can only prove a "no": an AccessDenied to an empty batch is one. Any other answer is no "yes", because AWS does
 * not document whether it checks rights or entries first; ReceiveMessage has no harmless form.
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
  const { name, region, endpoint, profile } = settings;
  const elsewhere = regionOfUrl(endpoint) === undefined ? endpoint : undefined;
  const who = elsewhere === undefined ? await noted(() => identityOf({ region, profile }, signal)) : undefined;
  const queue = await noted(() => queues.attributes(name, signal, { withPolicy: true }));
  const rights = queue ? await rightsAt(queues, queue, who?.arn, signal) : {};
  problems.unshift(...addressProblems(settings, queue, who));
  return {
    ...(who && { identity: who }),
    ...(elsewhere !== undefined && { identityUnknown: noStsThere(elsewhere) }),
    ...rights,
    problems,
  };
}

const noStsThere = (endpoint: string) => l10n.t("Not checked: {0} is not AWS and has no STS", endpoint);

async function identityOf(settings: AwsSettings, signal: AbortSignal | undefined): Promise<QueueIdentity> {
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

/** Only proven rights; an absent one is unknown. */
async function rightsAt(
  queues: SqsQueues,
  { url, policy }: QueueAttributes,
  callerArn: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Pick<QueueCheck, "maySend" | "mayReceive">> {
  const maySend = !(isDenied(policy, "SendMessage", callerArn) || (await isDryCallDenied(queues, url, signal)));
  const mayReceive = !isDenied(policy, "ReceiveMessage", callerArn);
  return { ...(!maySend && { maySend }), ...(!mayReceive && { mayReceive }) };
}

async function isDryCallDenied(queues: SqsQueues, url: string, signal: AbortSignal | undefined): Promise<boolean> {
  const nothing = new SendMessageBatchCommand({ QueueUrl: url, Entries: [] });
  try {
    await queues.writes.call("SendMessage", (client, abortSignal) => client.send(nothing, { abortSignal }), signal);
  } catch (error) {
    if (!awsFailureIn(error)) throw error;
    return isReason(error, "aws-access-denied");
  }
  return false;
}
