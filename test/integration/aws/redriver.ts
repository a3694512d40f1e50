// A process of its own that redrives, and is killed while it does; see redrive.test.ts.
import { createQueueTarget } from "../../../src/targets/aws/queueTarget";

const [, , endpoint = "", stateDir = ""] = process.argv;

const target = createQueueTarget(
  { name: "academy-messaging-jobs", region: "ap-northeast-2", endpoint, profile: "staging" },
  { stateDir },
);

target.redrive(100, undefined).then(
  (moved) => process.send?.({ moved }),
  (error: Error) => process.send?.({ error: error.message }),
);
