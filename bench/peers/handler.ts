import { SQS } from "@aws-sdk/client-sqs";
import { sameJob } from "./sameJob";

/** What the arena passes to every peer. */
export const queueUrl = process.env["BENCH_QUEUE_URL"]!;
export const setting = JSON.parse(process.env["BENCH_SETTING"]!) as Record<string, number>;
const delayMs = Number(process.env["BENCH_DELAY_MS"]);
const providerUrl = process.env["BENCH_PROVIDER_URL"];
const databasePath = process.env["BENCH_DATABASE"];

/**
 * The default client, configured by the environment like the worker's, except for its pool of 50 sockets: with more
 * consumers than that, long polls would hold all sockets and deletes would wait for 20 s.
 */
export const sqs = new SQS({ requestHandler: { httpAgent: { keepAlive: true, maxSockets: 500 } } });

const handled = new Map<string, number>();

/** Handles one message: the same job as our worker's or, with an empty handler, next to nothing. */
export const handle: (messageId: string | undefined, body: string) => Promise<void> | void =
  databasePath && providerUrl ? doingTheJob(sameJob(databasePath, providerUrl)) : delayMs === 0 ? tally : waiting;

function doingTheJob(job: (body: string) => Promise<void>) {
  return async (messageId: string | undefined, body: string) => {
    await job(body);
    tally(messageId);
  };
}

/** A timer in place of the provider. */
function waiting(messageId: string | undefined): Promise<void> {
  return new Promise((resolve) =>
    setTimeout(() => {
      tally(messageId);
      resolve();
    }, delayMs),
  );
}

export function tally(messageId: string | undefined): void {
  const id = messageId ?? "";
  handled.set(id, (handled.get(id) ?? 0) + 1);
}

export const fail = (error: unknown) => void process.stderr.write(`${String(error)}\n`);

process.on("SIGTERM", () => {
  const times = [...handled.values()];
  const report = { distinct: times.length, twice: times.filter((count) => count > 1).length };
  process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
});
