import { randomUUID } from "node:crypto";
import { checkAttributes, readAttributes } from "../queueAttributes";
import type { MessageQueue } from "../messageQueue";
import { optionalInteger, optionalText, optionalTextMap, optionalTexts, requiredText } from "./requestFields";
import { queueUrl, requestedQueue, type SqsAction } from "./sqsAction";
import { queueDoesNotExist, SqsError } from "./sqsError";

export const queueActions = {
  CreateQueue({ queues }, input, call) {
    const name = requiredText(input, "QueueName");
    checkName(name);
    const attributes = optionalTextMap(input, "Attributes");
    checkAttributes(attributes);
    const existing = queues.find(call.region, name);
    if (!existing) queues.create(call.region, name, attributes, optionalTextMap(input, "tags"));
    else checkSame(existing, attributes);
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
    checkAttributes(attributes);
    const defined = { ...queue.definition.attributes, ...attributes };
    if (defined["RedrivePolicy"] === "") delete defined["RedrivePolicy"];
    queue.redefine({ attributes: defined });
    return {};
  },

  PurgeQueue({ queues }, input, call) {
    requestedQueue(queues, input, call).purge();
    return {};
  },

  ListQueueTags({ queues }, input, call) {
    return { Tags: requestedQueue(queues, input, call).definition.tags };
  },

  TagQueue({ queues }, input, call) {
    const queue = requestedQueue(queues, input, call);
    queue.redefine({ tags: { ...queue.definition.tags, ...optionalTextMap(input, "Tags") } });
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

  /** Completes before it answers, so there is never a task to list or cancel. */
  StartMessageMoveTask({ queues }, input, call) {
    const source = queues.findByArn(requiredText(input, "SourceArn"));
    if (!source)
      throw new SqsError(
        "ResourceNotFoundException",
        "The resource that you specified for the SourceArn parameter doesn't exist.",
      );
    const destinationArn = optionalText(input, "DestinationArn");
    const destination = destinationArn
      ? queues.findByArn(destinationArn)
      : queues.list(call.region).find((queue) => queue.redrivePolicy?.deadLetterTargetArn === source.arn);
    if (!destination || destination === source)
      throw new SqsError(
        "ResourceNotFoundException",
        "The resource that you specified for the DestinationArn parameter doesn't exist.",
      );
    queues.redrive(source, destination);
    return { TaskHandle: randomUUID() };
  },
} satisfies Record<string, SqsAction>;

const MAX_LISTED = 1000;
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;

function checkName(name: string): void {
  if (name.endsWith(".fifo"))
    throw new SqsError("UnsupportedOperation", "FIFO queues are not supported by this local server.");
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
