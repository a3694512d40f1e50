import { Squiss } from "squiss-ts";
import { fail, handle, queueUrl, setting, sqs } from "./handler";

// Each instance runs one poll at a time, hence several `instances`.
for (let index = 0; index < setting["instances"]!; index++) {
  const squiss = new Squiss({
    SQS: sqs,
    queueUrl,
    bodyFormat: "json",
    receiveBatchSize: 10,
    receiveWaitTimeSecs: 20,
    maxInFlight: setting["maxInFlight"]!,
    deleteBatchSize: 10,
    deleteWaitMs: 20,
    activePollIntervalMs: 0,
    idlePollIntervalMs: 0,
  });
  squiss.on("message", (message) => {
    const done = handle(message.raw.MessageId, message.raw.Body ?? "");
    if (done) void done.then(() => message.del()).catch(fail);
    else message.del().catch(fail);
  });
  squiss.on("error", fail);
  squiss.start().catch(fail);
}
