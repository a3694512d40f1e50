import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ExpectedError } from "../../../src/common/errors";
import type { SequencedEvent } from "../../../src/runtime/stack/eventHub";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import { launchStack } from "../../../src/runtime/control/stackLauncher";

export const distDir = path.resolve("dist");

/** A stack of its own below the system's temp folder, on any ports, as a process. */
export class StackFixture {
  private constructor(
    readonly client: StackClient,
    readonly stateDir: string,
  ) {}

  static async start(workerEnv: Record<string, string> = {}): Promise<StackFixture> {
    const stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-stack-"));
    const { client } = await launchStack({ distDir, stateDir, stay: true, preferredPorts: false, workerEnv });
    return new StackFixture(client, stateDir);
  }

  /** Ends the stack, waits for its process, and removes its folder. */
  async stop(): Promise<void> {
    await stopStack(this.client);
    await fs.rm(this.stateDir, { recursive: true, force: true });
  }

  /** The command line on this stack; never throws for an exit code. */
  cli(...args: string[]): Promise<CliResult> {
    return runCli(args, { MESSAGING_STATE_DIR: this.stateDir });
  }
}

/** With which an SDK of the test's own reaches the stack's SQS. */
export const sqsCredentials = ({ address }: StackClient) => ({
  accessKeyId: address.awsAccessKeyId ?? "any",
  secretAccessKey: "any",
});

/** Puts messages with the trace ids `<name>-0`, `<name>-1` … into the queue, past the API; `more` changes a body. */
export async function enqueueMany(
  client: StackClient,
  name: string,
  count: number,
  more: (index: number) => object = () => ({}),
  { QueueUrl = client.address.queueUrl, DelaySeconds = 0 } = {},
): Promise<string[]> {
  const { sqsEndpoint: endpoint } = client.address;
  const sqs = new SQSClient({ region: "ap-northeast-2", endpoint, credentials: sqsCredentials(client) });
  const traceIds = Array.from({ length: count }, (_, index) => `${name}-${index}`);
  try {
    for (let first = 0; first < count; first += 10) {
      const Entries = traceIds.slice(first, first + 10).map((trace_id, index) => {
        const body = { tenant_id: 1 + (index % 2), to: "01012345678", text: name, sender: null, trace_id };
        return { Id: String(index), DelaySeconds, MessageBody: JSON.stringify({ ...body, ...more(first + index) }) };
      });
      const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`${Failed.length} messages were refused: ${Failed[0]?.Message}`);
    }
  } finally {
    sqs.destroy();
  }
  return traceIds;
}

export async function stopStack(client: StackClient): Promise<void> {
  const gone = async () => {
    for await (const _event of client.events(Number.MAX_SAFE_INTEGER));
  };
  const ended = gone().catch(() => undefined); // the connection breaks with the process
  try {
    await client.stop();
  } catch (error) {
    if (!ExpectedError.is(error, "stack-gone")) throw error; // a test ended it
  }
  await ended;
}

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

export function runCli(args: string[], env: Record<string, string> = {}): Promise<CliResult> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, MESSAGING_ANY_PORT: "1", MESSAGING_LANG: "en", NO_COLOR: "1", ...env } };
    execFile(process.execPath, [path.join(distDir, "cli.js"), ...args], options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === "number" ? error.code : -1) : 0;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Reads events until `count` different messages had one of this type. */
export async function waitForMessages(
  events: AsyncGenerator<SequencedEvent>,
  type: SequencedEvent["type"],
  count: number,
): Promise<Set<string>> {
  const seen = new Set<string>();
  while (seen.size < count) {
    const { value, done } = await events.next();
    if (done) throw new Error(`the events ended after ${seen.size} of ${count} ${type}`);
    if (value.type === type) seen.add(value.traceId);
  }
  return seen;
}
