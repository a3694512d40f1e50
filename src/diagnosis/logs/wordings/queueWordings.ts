import type { Wording } from "./wording";

/** What the API and the worker report about the queue. One entry per line. */
// prettier-ignore
export const queueWordings = {
  "enqueue-refused": { pattern: /Failed to send message to|Error enqueuing messaging job|enqueue failed|SendMessageBatch.{0,40}failed|when calling the SendMessage(?:Batch)? operation|kombu\.exceptions\.OperationalError|sending data to SQS|SenderFault|Error sending task to broker|celery\.exceptions\.OperationalError|(?:for|of) parameter (?:MessageGroupId|MessageDeduplicationId|DelaySeconds|MessageBody|MessageAttributes)\b|parameter (?:QueueUrl|MessageBody|MessageGroupId|DelaySeconds|MessageAttributes)\b|must contain the parameter MessageGroupId|BatchRequestTooLong|ContentBasedDeduplication enabled or MessageDeduplicationId|Message must be shorter than|InvalidMessageContents/i },
  "of-celery": { isDetail: true, pattern: /\bcelery\b|\bkombu\b|Connection to broker lost/i },
  "group-unwanted": { isDetail: true, pattern: /MessageGroupId is invalid|not valid for this queue type/ },
  "group-missing": { isDetail: true, pattern: /MessageGroupId/ },
  "enqueue-tried": { pattern: /SQS_QUEUE_URL_TRACE|Failed to send message|Messaging job enqueued/ },
  "job-queued": { pattern: /Messaging job enqueued|Message sent to [\w.-]+:/ },
  "endpoint-off": { pattern: /endpoint URL|ECONNREFUSED|Connection refused/i },
  "queue-absent": { pattern: /NonExistentQueue|QueueDoesNotExist/ },
  "account-named": { pattern: /(?<address>amazonaws\.com\/(?<account>\d{12})\/[\w.-]+)/ },
  "queue-traced": { pattern: /SQS_QUEUE_URL_TRACE.*?\bqueue_name=(?<queue>[\w.-]+)/ },
  "queue-of-api-failed": { pattern: /Failed to (?:send message to|get queue URL for) (?<queue>[\w.-]+?):/ },
  "queue-of-start": { pattern: /Worker started.*?queue=(?<queue>[\w.-]+)/ },
  "queue-of-messaging-start": { pattern: /Messaging Worker started.*?queue=(?<queue>[\w.-]+)/ },
  "queue-of-worker-failed": { pattern: /Failed to (?:receive message from|get queue URL for) (?<queue>[\w.-]+?):/ },
  "queue-named": { pattern: /(?:Failed to (?:send message to|receive message from|get queue URL for|get queue counts for) |queue_name=)(?<queue>[\w.-]+)/, in: "text" },
  "region-traced": { pattern: /SQS_QUEUE_URL_TRACE.*?\bregion=(?<region>[a-z0-9-]+)/ },
  "region-of-client": { pattern: /SQSQueueClient initialized: (?<region>[a-z0-9-]+)/ },
  "region-of-address": { pattern: /sqs\.(?<region>[a-z0-9-]+)\.amazonaws/ },
} as const satisfies Record<string, Wording>;
