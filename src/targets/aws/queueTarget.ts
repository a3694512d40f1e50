import * as l10n from "@vscode/l10n";
import type { Disposable } from "../../common/disposable";
import { ExpectedError } from "../../common/errors";
import type { QueueMessage, QueueTarget } from "../environment";
import type { QueueWriter } from "../writers";
import { changedNothing } from "./awsError";
import { BATCH, giveBack, putMessage, takeMessages } from "./messageHandling";
import { checkQueue } from "./queueCheck";
import { readQueue, type QueueSettings } from "./queueReading";
import { redriveMessages } from "./redrive";
import { SqsQueues, type QueueAttributes } from "./sqsQueues";

export interface QueueTargetOptions {
  /** Our folder that outlives the process; it holds the redrive journal. */
  stateDir: string;
}

/**
 * Visibility timeout of a look; messages are given back as soon as all are received. After a crash they stay hidden
 * this long.
 */
const LOOK_SECONDS = 20;

/** Layer 2 at AWS or any other SQS-compatible service, through AWS' own SDK. */
export function createQueueTarget(
  settings: QueueSettings,
  { stateDir }: QueueTargetOptions,
): QueueTarget & QueueWriter & Disposable {
  const queues = new SqsQueues(settings);
  const { name, endpoint } = settings;

  const deadLetterQueue = async (signal: AbortSignal | undefined): Promise<QueueAttributes> => {
    const dead = await queues.deadLetterQueue(name, await queues.attributes(name, signal), signal);
    if (dead) return dead;
    throw new ExpectedError(
      "queue-not-found",
      l10n.t("The queue {0} has no dead-letter queue", name),
      l10n.t("Set a redrive policy on the queue"),
    );
  };

  return {
    ...(endpoint !== undefined && { endpoint }),
    measure: (signal) => readQueue(queues, settings, signal),
    check: (signal) => checkQueue(queues, settings, signal),
    async receive(limit, from, signal) {
      const url = from === "queue" ? await queues.urlOf(name, signal) : (await deadLetterQueue(signal)).url;
      return lookInto(queues, url, limit, signal);
    },
    async enqueue(body, signal) {
      const url = await queues.urlOf(name, signal);
      try {
        return { messageId: await putMessage(queues, url, body, undefined, signal) };
      } catch (error) {
        if (!ExpectedError.is(error) || changedNothing(error)) throw error;
        throw new ExpectedError(
          "enqueue-ambiguous",
          l10n.t("SQS did not confirm the message. {0}", error.message),
          l10n.t("See whether the worker sends it before you enqueue it again"),
          { cause: error.cause },
        );
      }
    },
    async redrive(limit, only, signal) {
      const queueUrl = await queues.urlOf(name, signal);
      const { url: deadLetterQueueUrl } = await deadLetterQueue(signal);
      return redriveMessages(
        queues,
        { queueUrl, deadLetterQueueUrl, limit, stateDir, ...(only && { only: new Set(only) }) },
        signal,
      );
    },
    dispose: () => queues.dispose(),
  };
}

async function lookInto(
  queues: SqsQueues,
  url: string,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<QueueMessage[]> {
  const taken: Awaited<ReturnType<typeof takeMessages>> = [];
  try {
    while (taken.length < limit) {
      const more = await takeMessages(queues, url, Math.min(limit - taken.length, BATCH), LOOK_SECONDS, signal);
      if (more.length === 0) break;
      taken.push(...more);
    }
  } finally {
    await giveBack(queues, url, taken);
  }
  return taken.map(({ MessageId = "", Body = "", Attributes = {} }) => ({
    messageId: MessageId,
    body: Body,
    receiveCount: Number(Attributes.ApproximateReceiveCount ?? 0),
    sentAt: Number(Attributes.SentTimestamp ?? 0),
  }));
}
