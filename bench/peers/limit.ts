import { fail, queueUrl, setting, sqs, tally } from "./handler";

/** The bare SDK without a handler: as fast as the SDK can empty this queue. */
async function loop(): Promise<never> {
  for (;;) {
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
    });
    if (Messages.length === 0) continue;
    for (const { MessageId } of Messages) tally(MessageId);
    await sqs.deleteMessageBatch({
      QueueUrl: queueUrl,
      Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    });
  }
}

for (let index = 0; index < setting["loops"]!; index++) loop().catch(fail);
