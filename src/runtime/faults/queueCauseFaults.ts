import type { QueueFault } from "../queue/queueServer";
import { bySending, byWorkerEnv } from "./fault";
import type { Fault } from "./fault";

/** Answers matching calls with AWS's own error. */
const refusedByAws = (id: string, title: string, fault: QueueFault): Fault => ({
  id,
  layer: "queue",
  title,
  inject: ({ parts: { queue } }) => {
    queue.setFault(id, fault);
    return {};
  },
  clear: ({ parts: { queue } }) => queue.setFault(id, undefined),
});

const QUEUE_ARN = "arn:aws:sqs:ap-northeast-2:000000000000:academy-messaging-jobs";

const denied = (action: string) =>
  `User: arn:aws:iam::000000000000:user/academy is not authorized to perform: sqs:${action} on resource: ${QUEUE_ARN}`;

/** A second queue beside the real one, as a rename leaves behind. */
const OTHER_QUEUE = "academy-messaging-jobs-old";

export const queueFaults: readonly Fault[] = [
  refusedByAws("queue.access-denied-send", "The API's identity may not send to the queue", {
    operation: "SendMessageBatch",
    code: "AccessDenied",
    message: denied("sendmessage"),
  }),
  refusedByAws("queue.access-denied-receive", "The worker's identity may not receive from the queue", {
    operation: "ReceiveMessage",
    code: "AccessDenied",
    message: denied("receivemessage"),
  }),
  {
    id: "queue.not-found",
    layer: "queue",
    title: "The queue is deleted",
    inject: ({ parts: { queue } }) => {
      queue.deleteQueue();
      return {};
    },
    clear: ({ parts: { queue } }) => queue.createQueues(),
  },
  byWorkerEnv("queue.region-mismatch", "queue", "The worker looks in another region", () => ({
    AWS_REGION: "us-east-1",
  })),
  {
    ...byWorkerEnv("queue.name-mismatch", "queue", "The worker polls another queue", () => ({
      MESSAGING_SQS_QUEUE_NAME: OTHER_QUEUE,
    })),
    inject: async (stack) => {
      stack.parts.queue.createQueue(OTHER_QUEUE);
      await stack.setWorkerEnv("queue.name-mismatch", { MESSAGING_SQS_QUEUE_NAME: OTHER_QUEUE });
      return {};
    },
    clear: async (stack) => {
      await stack.setWorkerEnv("queue.name-mismatch", undefined);
      stack.parts.queue.deleteQueue(OTHER_QUEUE);
    },
  },
  byWorkerEnv("queue.credentials-missing", "queue", "The worker has no AWS credentials", () => ({
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    // Blocks all other credential sources on this machine, including the metadata service.
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
    AWS_CONFIG_FILE: "/nonexistent/config",
  })),
  refusedByAws("queue.credentials-invalid", "AWS does not know the access key", {
    operation: "ReceiveMessage",
    code: "InvalidClientTokenId",
    message: "The security token included in the request is invalid.",
  }),
  refusedByAws("queue.credentials-expired", "The session's credentials have run out", {
    operation: "ReceiveMessage",
    code: "ExpiredToken",
    message: "The security token included in the request is expired",
  }),
  byWorkerEnv("queue.endpoint-unreachable", "queue", "The worker's endpoint of SQS does not answer", () => ({
    AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:1",
  })),
  refusedByAws("queue.kms-denied", "The queue's key may not be used", {
    operation: "ReceiveMessage",
    code: "KMS.AccessDeniedException",
    message: "The ciphertext refers to a customer master key that does not exist or you do not have access to.",
  }),
];

/** Bodies that the worker cannot process, as other producers or people put them on the queue. */
export const payloadFaults: readonly Fault[] = [
  bySending("worker.message-not-json", "worker", "A body that is no JSON", {
    via: "queue",
    body: "to=01012345678&text=hello",
  }),
  bySending("worker.message-format", "worker", "A body without a recipient", {
    via: "queue",
    body: '{"tenant_id":1,"text":"테스트","message_mode":"sms","trace_id":"{trace_id}"}',
  }),
  bySending("worker.message-no-tenant", "worker", "A body without a tenant", {
    via: "queue",
    body: '{"to":"01012345678","text":"테스트","message_mode":"sms","trace_id":"{trace_id}"}',
  }),
];
