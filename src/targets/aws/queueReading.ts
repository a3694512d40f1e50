import { ExpectedError } from "../../common/errors";
import type { QueueReading } from "../environment";
import { awsFailureIn } from "./awsError";
import type { AwsSettings } from "./awsConnection";
import type { QueueAttributes, SqsQueues } from "./sqsQueues";

export interface QueueSettings extends AwsSettings {
  name: string;
}

/**
 * Reads the queue's attributes. They are approximations of AWS, a few seconds old at most; the age of the oldest
 * message is not an attribute and stays absent. A refusal by AWS becomes the reading's `error`, never a zero.
 */
export async function readQueue(
  queues: SqsQueues,
  { name, region, endpoint }: QueueSettings,
  signal?: AbortSignal,
): Promise<QueueReading> {
  const asked = { name, region, ...(endpoint !== undefined && { endpoint }) };
  try {
    const queue = await queues.attributes(name, signal);
    const dead = await deadIn(queues, name, queue, signal);
    const { visible, inFlight, delayed, redrive } = queue;
    return {
      ...asked,
      ...(queue.arn && { region: queue.arn.region }),
      url: queue.url,
      counts: { visible, inFlight, delayed, ...(dead !== undefined && { dead }) },
      redrive: redrive
        ? { maxReceiveCount: redrive.maxReceiveCount, deadLetterQueue: redrive.deadLetterQueue.name }
        : null,
      visibilityTimeout: queue.visibilityTimeout,
    };
  } catch (error) {
    const failure = awsFailureIn(error);
    if (!failure || !ExpectedError.is(error)) throw error;
    return { ...asked, error: failure, refusal: error };
  }
}

/** Messages in any state; undefined if the queue does not exist or AWS does not say. */
async function deadIn(
  queues: SqsQueues,
  name: string,
  queue: QueueAttributes,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  try {
    const dead = await queues.deadLetterQueue(name, queue, signal);
    return dead && dead.visible + dead.inFlight + dead.delayed;
  } catch (error) {
    if (!awsFailureIn(error)) throw error;
    return undefined;
  }
}
