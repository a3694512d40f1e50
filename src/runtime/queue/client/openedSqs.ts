import type { ReceiveMessageCommandInput, ReceiveMessageCommandOutput, SQSClient } from "@aws-sdk/client-sqs";

export type Receive = (input: ReceiveMessageCommandInput) => Promise<ReceiveMessageCommandOutput>;

/** An open client of SQS. */
export interface OpenedSqs {
  client: SQSClient;
  /** Receives until the signal aborts. */
  receiverUntil(signal: AbortSignal): Receive;
}
