import { silentLogger } from "../src/common/logger";
import type { QueueCounts } from "../src/runtime/queue/queueServer";
import { startQueueServer } from "../src/runtime/queue/queueServer";

/** Requests to the queue's process. */
export type ToQueue = { kind: "watch"; deleted: number } | { kind: "report" };

/** Its answers. `reached`: the watched number of messages was deleted since its start. */
export type FromQueue =
  | { kind: "listening"; endpoint: string; queueUrl: string }
  | { kind: "reached" }
  | {
      kind: "report";
      counts: QueueCounts;
      sent: number;
      received: number;
      deleted: number;
      /** Long polls now waiting, of all consumers. */
      openPolls: number;
    };

/** The local SQS server as shipped, in its own process: `node queueProcess.js <data folder>`. */
async function main(dataDir: string): Promise<void> {
  let sent = 0;
  let received = 0;
  let deleted = 0;
  let watched = Infinity;
  const tell = (message: FromQueue) => process.send?.(message);
  const server = await startQueueServer({
    port: 0,
    dataDir,
    log: silentLogger,
    // Events are only counted: the cost of showing them is not the queue's.
    emit: ({ type }) => {
      if (type === "queue.enqueued") sent++;
      if (type === "queue.received") received++;
      if (type === "queue.deleted" && ++deleted === watched) tell({ kind: "reached" });
    },
  });
  process.on("message", (message: ToQueue) => {
    if (message.kind === "report") {
      const openPolls = server.pollers().reduce((sum, poller) => sum + poller.openPolls, 0);
      tell({ kind: "report", counts: server.counts()!, sent, received, deleted, openPolls });
      return;
    }
    watched = message.deleted;
    if (deleted >= watched) tell({ kind: "reached" });
  });
  process.on("disconnect", () => process.exit(0));
  tell({ kind: "listening", endpoint: server.endpoint, queueUrl: server.queueUrl });
}

void main(process.argv[2]!);
