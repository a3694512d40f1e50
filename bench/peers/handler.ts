import { SQS } from "@aws-sdk/client-sqs";
import http from "node:http";

/** What every peer is told by the arena. */
export const queueUrl = process.env["BENCH_QUEUE_URL"]!;
export const setting = JSON.parse(process.env["BENCH_SETTING"]!) as Record<string, number>;
const delayMs = Number(process.env["BENCH_DELAY_MS"]);
const providerUrl = process.env["BENCH_PROVIDER_URL"];
const agent = new http.Agent({ keepAlive: true });

/**
 * The default client, configured by the environment as the worker's is, but for its pool of 50 sockets: with more
 * consumers than that, long polls would hold them all and the deletes would wait for 20 s.
 */
export const sqs = new SQS({ requestHandler: { httpAgent: { keepAlive: true, maxSockets: 500 } } });

const handled = new Map<string, number>();

/**
 * One message at the provider. Of itself a timer alone, without HTTP or database (with 0 ms nothing is awaited at all);
 * where BENCH_PROVIDER_URL is set the call is made, as a worker that sends has to.
 */
export const handle: (messageId: string | undefined, body: string) => Promise<void> | void = providerUrl
  ? async (messageId, body) => {
      await post(new URL("/messages/v4/send-many/detail", providerUrl), body);
      tally(messageId);
    }
  : delayMs === 0
    ? tally
    : (messageId) =>
        new Promise((resolve) =>
          setTimeout(() => {
            tally(messageId);
            resolve();
          }, delayMs),
        );

/** Plain node:http over kept connections: cheaper than any SDK of the provider. */
function post(url: URL, body: string): Promise<void> {
  const { to, text, trace_id: traceId } = JSON.parse(body) as Record<string, string>;
  const payload = JSON.stringify({ messages: [{ to, from: "0212345678", text, customFields: { traceId } }] });
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(payload) };
    const request = http.request(url, { agent, method: "POST", headers }, (response) => {
      response.resume();
      response.on("end", resolve);
    });
    request.on("error", reject);
    request.end(payload);
  });
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
