import { checkAttributes, FIFO_UNSUPPORTED, readAttributes } from "../queueAttributes";
import { queueArn, type MessageQueue } from "../messageQueue";
import type { MoveTask } from "../moveTasks";
import type { QueueStore } from "../queueStore";
import {
  optionalInteger,
  optionalText,
  optionalTextMap,
  optionalTexts,
  requiredText,
  type RequestFields,
} from "./requestFields";
import { queueUrl, requestedQueue, type SqsAction } from "./sqsAction";
import { queueDoesNotExist, SqsError } from "./sqsError";

export const queueActions = {
  CreateQueue({ queues }, input, call) {
    const name = requiredText(input, "QueueName");
    checkName(name);
    const attributes = optionalTextMap(input, "Attributes");
    const tags = optionalTextMap(input, "tags");
    checkAttributes(attributes, queueArn(call.region, name), queues.has);
    checkTags(tags, name);
    const existing = queues.find(call.region, name);
    if (existing) checkSame(existing, attributes);
    else if (queues.isDeletedRecently(call.region, name)) throw deletedRecently();
    else queues.create(call.region, name, attributes, tags);
    return { QueueUrl: queueUrl(call.baseUrl, name) };
  },

  DeleteQueue({ queues }, input, call) {
    queues.delete(requestedQueue(queues, input, call));
    return {};
  },

  GetQueueUrl({ queues }, input, call) {
    const name = requiredText(input, "QueueName");
    if (!queues.find(call.region, name)) throw queueDoesNotExist();
    return { QueueUrl: queueUrl(call.baseUrl, name) };
  },

  ListQueues({ queues }, input, call) {
    const prefix = optionalText(input, "QueueNamePrefix") ?? "";
    const after = optionalText(input, "NextToken") ?? "";
    const max = optionalInteger(input, "MaxResults", 1, MAX_LISTED) ?? MAX_LISTED;
    const names = queues
      .list(call.region)
      .map(({ definition }) => definition.name)
      .filter((name) => name.startsWith(prefix) && name > after);
    const page = names.slice(0, max);
    return {
      QueueUrls: page.map((name) => queueUrl(call.baseUrl, name)),
      NextToken: names.length > max ? page.at(-1) : undefined,
    };
  },

  GetQueueAttributes({ queues }, input, call) {
    const queue = requestedQueue(queues, input, call);
    return { Attributes: readAttributes(queue, optionalTexts(input, "AttributeNames")) };
  },

  SetQueueAttributes({ queues }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const attributes = optionalTextMap(input, "Attributes");
    checkAttributes(attributes, queue.arn, queues.has);
    const defined = { ...queue.definition.attributes, ...attributes };
    if (defined["RedrivePolicy"] === "") delete defined["RedrivePolicy"];
    queue.redefine({ attributes: defined });
    return {};
  },

  PurgeQueue({ queues, clock }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const now = clock.now();
    if (queue.purgedAt !== undefined && now < queue.purgedAt + PURGE_EVERY_MS)
      throw new SqsError(
        "PurgeQueueInProgress",
        `Only one PurgeQueue operation on ${queue.definition.name} is allowed every 60 seconds.`,
      );
    queue.purge();
    return {};
  },

  ListQueueTags({ queues }, input, call) {
    return { Tags: requestedQueue(queues, input, call).definition.tags };
  },

  TagQueue({ queues }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const tags = { ...queue.definition.tags, ...optionalTextMap(input, "Tags") };
    checkTags(tags, queue.definition.name);
    queue.redefine({ tags });
    return {};
  },

  UntagQueue({ queues }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const tags = { ...queue.definition.tags };
    for (const key of optionalTexts(input, "TagKeys")) delete tags[key];
    queue.redefine({ tags });
    return {};
  },

  ListDeadLetterSourceQueues({ queues }, input, call) {
    const { arn } = requestedQueue(queues, input, call);
    const sources = queues.list(call.region).filter((queue) => queue.redrivePolicy?.deadLetterTargetArn === arn);
    return { queueUrls: sources.map(({ definition }) => queueUrl(call.baseUrl, definition.name)) };
  },

  StartMessageMoveTask({ queues, moveTasks }, input, call) {
    const source = sourceOfMove(queues, input);
    const destinationArn = optionalText(input, "DestinationArn");
    const perSecond = optionalInteger(input, "MaxNumberOfMessagesPerSecond", 1, 500);
    const destination = queues.findByArn(destinationArn);
    if (destinationArn !== undefined && (!destination || destination === source))
      throw noSuchResource("DestinationArn");
    const isDeadLetterQueue = queues
      .list(call.region)
      .some((queue) => queue.redrivePolicy?.deadLetterTargetArn === source.arn);
    if (!isDeadLetterQueue)
      throw new SqsError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
    if (moveTasks.running(source))
      throw SqsError.named(
        "UnsupportedOperation",
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    return { TaskHandle: moveTasks.start(source, destination, perSecond).handle };
  },

  ListMessageMoveTasks({ queues, moveTasks }, input) {
    const source = sourceOfMove(queues, input);
    const limit = optionalInteger(input, "MaxResults", 1, 10) ?? 1;
    return { Results: moveTasks.of(source, limit).map(shownTask) };
  },

  CancelMessageMoveTask({ moveTasks }, input) {
    const task = moveTasks.cancel(requiredText(input, "TaskHandle"));
    if (!task) throw noSuchResource("TaskHandle");
    return { ApproximateNumberOfMessagesMoved: task.moved };
  },

  AddPermission: noPermissions,
  RemovePermission: noPermissions,
} satisfies Record<string, SqsAction>;

const MAX_LISTED = 1000;
const MAX_TAGS = 50;
const PURGE_EVERY_MS = 60_000;
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;

function noPermissions(): never {
  throw SqsError.named(
    "UnsupportedOperation",
    "This local server enforces no queue policy: any caller with the stack's access key may do everything. To try out a refusal, inject the fault queue.access-denied-send or queue.access-denied-receive.",
  );
}

function sourceOfMove(queues: QueueStore, input: RequestFields): MessageQueue {
  const source = queues.findByArn(requiredText(input, "SourceArn"));
  if (!source) throw noSuchResource("SourceArn");
  return source;
}

const noSuchResource = (parameter: string): SqsError =>
  new SqsError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );

const deletedRecently = (): SqsError =>
  new SqsError(
    "QueueDeletedRecently",
    "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
  );

/** As in AWS, only a running task shows its handle. */
const shownTask = ({
  handle,
  source,
  destination,
  perSecond,
  startedAt,
  toMove,
  moved,
  status,
  failureReason,
}: MoveTask) => ({
  TaskHandle: status === "RUNNING" ? handle : undefined,
  Status: status,
  SourceArn: source.arn,
  DestinationArn: destination?.arn,
  MaxNumberOfMessagesPerSecond: perSecond,
  ApproximateNumberOfMessagesMoved: moved,
  ApproximateNumberOfMessagesToMove: toMove,
  FailureReason: failureReason,
  StartedTimestamp: startedAt,
});

function checkTags(tags: Readonly<Record<string, string>>, name: string): void {
  if (Object.keys(tags).length > MAX_TAGS)
    throw new SqsError("InvalidParameterValue", `Too many tags added for queue ${name}.`);
}

function checkName(name: string): void {
  if (name.endsWith(".fifo")) throw SqsError.named("UnsupportedOperation", FIFO_UNSUPPORTED);
  if (!QUEUE_NAME.test(name))
    throw new SqsError(
      "InvalidParameterValue",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
}

/** Creating an existing queue succeeds if the attributes are the same. */
function checkSame(existing: MessageQueue, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes))
    if (existing.definition.attributes[name] !== value)
      throw new SqsError(
        "QueueNameExists",
        `A queue already exists with the same name and a different value for attribute ${name}`,
      );
}
