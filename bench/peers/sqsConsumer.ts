import { Consumer } from "sqs-consumer";
import { fail, handle, queueUrl, setting, sqs } from "./handler";

// `consumers` instances in one process; each message is acknowledged by itself or, with batch 1, ten at a time.
for (let index = 0; index < setting["consumers"]!; index++) {
  const consumer = Consumer.create({
    queueUrl,
    sqs,
    batchSize: 10,
    waitTimeSeconds: 20,
    ...(setting["batch"]
      ? {
          handleMessageBatch: async (messages) => {
            await Promise.all(messages.map(({ MessageId, Body = "" }) => handle(MessageId, Body)));
            return messages;
          },
        }
      : {
          handleMessage: async (message) => {
            await handle(message.MessageId, message.Body ?? "");
            return message;
          },
        }),
  });
  consumer.on("error", fail);
  consumer.on("processing_error", fail);
  consumer.start();
}
