import { silentLogger } from "../src/common/logger";
import type { QueueCounts } from "../src/runtime/queue/queueServer";
import { startQueueServer } from "../src/runtime/queue/queueServer";

/** What the queue's process is asked. */
export type ToQueue = { kind: "watch"; deleted: number } | { kind: "report" };

/** What it tells. `reached`: so many messages were deleted since its start. */
export type FromQueue =
  | { kind: "listening"; endpoint: string; queueUrl: string }
  | { kind: "reached" }
  | {
      kind: "report";
      counts: QueueCounts;
      sent: number;
      received: number;
      deleted: number;
      /** Long polls that wait now, of all consumers. */
      openPolls: number;
    };

/** The local SQS server as it ships, in a process of its own: `node queueProcess.js <data folder>`. */
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
    // Counting is all that is done with events: whoever shows them pays for that, not the queue.
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
