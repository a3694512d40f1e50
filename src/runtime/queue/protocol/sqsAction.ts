import type { HandedOut } from "../../message/takenByOthers";
import type { Clock } from "../../../common/clock";
import { ACCOUNT_ID, type MessageQueue } from "../messageQueue";
import type { MoveTasks } from "../moveTasks";
import type { PollerRegistry } from "../pollerRegistry";
import type { QueueHolding } from "../holding/queueHolding";
import type { QueueStore } from "../queueStore";
import { requiredText, type RequestFields } from "./requestFields";
import type { SqsCall } from "./sqsCall";
import { queueDoesNotExist } from "./sqsError";

export interface SqsContext {
  readonly queues: QueueStore;
  readonly pollers: PollerRegistry;
  readonly moveTasks: MoveTasks;
  readonly clock: Clock;
  /** Messages were handed out to a consumer. */
  readonly handedOut?: (userAgent: string, messages: readonly HandedOut[]) => void;
  /** Absent where no debugger can attach. */
  readonly holding?: QueueHolding;
}

/** One SQS action. Input and answer have the JSON protocol's shape. Throws `SqsError` for the caller's errors. */
export type SqsAction = (context: SqsContext, input: RequestFields, call: SqsCall) => object | Promise<object>;

/** The queue of `QueueUrl`. Ignores the URL's host and port, so that URLs stay valid after a restart. */
export function requestedQueue(queues: QueueStore, input: RequestFields, call: SqsCall): MessageQueue {
  const url = requiredText(input, "QueueUrl");
  const queue = queues.find(call.region, url.slice(url.lastIndexOf("/") + 1));
  if (!queue) throw queueDoesNotExist();
  return queue;
}

/** Not `sqs.<region>.…`, which would need DNS. Account and name are where every SDK looks for them. */
export const queueUrl = (baseUrl: string, name: string): string => `${baseUrl}/${ACCOUNT_ID}/${name}`;
