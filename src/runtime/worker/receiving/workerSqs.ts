import type { ReceiveMessageCommandInput, ReceiveMessageCommandOutput, SQSClient } from "@aws-sdk/client-sqs";

export type Receive = (input: ReceiveMessageCommandInput) => Promise<ReceiveMessageCommandOutput>;

/** The worker's access to SQS. */
export interface WorkerSqs {
  client: SQSClient;
  /** Receives until the signal aborts. */
  receiverUntil(signal: AbortSignal): Receive;
}
