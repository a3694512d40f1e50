import { SQS } from "@aws-sdk/client-sqs";

/** What every peer is told by the arena. */
export const queueUrl = process.env["BENCH_QUEUE_URL"]!;
export const setting = JSON.parse(process.env["BENCH_SETTING"]!) as Record<string, number>;
const delayMs = Number(process.env["BENCH_DELAY_MS"]);

/** The default client, configured by the environment as the worker's is. */
export const sqs = new SQS({});

const handled = new Map<string, number>();

/** One message at the provider: a timer alone, without HTTP or database. With 0 ms nothing is awaited at all. */
export const handle: (messageId: string | undefined) => Promise<void> | void =
  delayMs === 0
    ? tally
    : (messageId) =>
        new Promise((resolve) =>
          setTimeout(() => {
            tally(messageId);
            resolve();
          }, delayMs),
        );

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
