import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "../src/common/logger";
import { findMessages } from "../src/operations/inquiry/findMessages";
import { MessageArchive } from "../src/runtime/archive/messageArchive";
import type { StackClient } from "../src/runtime/control/stackClient";
import { launchStack } from "../src/runtime/control/stackLauncher";
import { createLocalEnvironment } from "../src/targets/local/localEnvironment";
import { AuditLog } from "../src/targets/safety/auditLog";
import { stopStack } from "../test/integration/stack/stackFixture";
import { ended, outputOf, peakMemoryOf } from "./processes";

const SIZES = [1_000, 10_000, 100_000];
/** The most that an inquiry may take. */
const limits = {
  secondsBySize: new Map([
    [1_000, 2],
    [100_000, 30],
  ]),
  firstRowsMs: 300,
  megabytes: 300,
};
/** As the panel lists. */
const LISTED = 250_000;
const FIRST_AT = Date.UTC(2026, 10, 1);
const WATCH_EVERY_MS = 20;

/**
 * Times inquiries over the archives of running stacks: the command line from its start to its end, with its memory and
 * the stack's, and the first rows of the panel.
 */
export async function benchInquiry(isQuick: boolean): Promise<void> {
  for (const count of isQuick ? SIZES.slice(0, 1) : SIZES) {
    const stateDir = fs.mkdtempSync(path.join(os.tmpdir(), "bench-inquiry-"));
    let client: StackClient | undefined;
    try {
      // In a process of its own, so that no measured one has its memory.
      execFileSync(process.execPath, [process.argv[1]!, "inquiry-archive", stateDir, String(count)]);
      const workerEnv = {};
      ({ client } = await launchStack({ distDir: "dist", stateDir, stay: true, preferredPorts: false, workerEnv }));
      await client.worker("stop");
      const firstRowsMs = await firstRows(client, stateDir);
      report(count, firstRowsMs, await inquire(stateDir), peakMemoryOf(client.address.pid));
    } finally {
      if (client) await stopStack(client);
      fs.rmSync(stateDir, { recursive: true, force: true });
    }
  }
}

export function fillArchive(stateDir: string, count: number): void {
  const archive = new MessageArchive({
    stateDir,
    numbers: { studentsOf: () => [], tenantOf: () => "hakwonplus" },
    log: silentLogger,
  });
  for (let index = 0; index < count; index++) note(archive, index);
  archive.close();
}

interface Measured {
  seconds: number;
  megabytes: number;
  total: number;
  groups: number;
}

/** One `messaging messages`, as a person runs it. */
async function inquire(stateDir: string): Promise<Measured> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join("dist", "cli.js"), "messages", "--from", "2026-11-01", "--json"], {
    env: { ...process.env, MESSAGING_STATE_DIR: stateDir, TZ: "UTC" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let megabytes = 0;
  const watch = setInterval(() => (megabytes = Math.max(megabytes, peakMemoryOf(child.pid!))), WATCH_EVERY_MS);
  const [output] = await Promise.all([outputOf(child), ended(child)]);
  clearInterval(watch);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { total, groups } = JSON.parse(output) as { total: number; groups: { count: number }[] };
  if (groups.reduce((sum, group) => sum + group.count, 0) !== total) throw new Error("the groups do not add up");
  return { seconds, megabytes, total, groups: groups.length };
}

/** Milliseconds until the first rows are there; of the first size in a process that has not searched before. */
async function firstRows(client: StackClient, stateDir: string): Promise<number> {
  const stop = new AbortController();
  const context = {
    signal: stop.signal,
    language: "en" as const,
    interaction: { progress: () => undefined } as never,
    audit: new AuditLog(stateDir),
  };
  const startedAt = performance.now();
  let elapsed = Number.NaN;
  const follow = (soFar: () => unknown) => {
    soFar();
    elapsed = performance.now() - startedAt;
    stop.abort();
  };
  await findMessages(createLocalEnvironment(client), {}, LISTED, context, { follow }).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return elapsed;
}

function report(
  count: number,
  firstRowsMs: number,
  { seconds, megabytes, total, groups }: Measured,
  stack: number,
): void {
  const most = limits.secondsBySize.get(count);
  console.log(
    `${count} messages: ${seconds.toFixed(2)} s${most === undefined ? "" : ` (at most ${most})`}, ` +
      `${((seconds * 1e6) / count).toFixed(0)} µs each, first rows after ${firstRowsMs.toFixed(0)} ms ` +
      `(at most ${limits.firstRowsMs}), ${megabytes.toFixed(0)} MB (at most ${limits.megabytes}), ` +
      `stack ${stack.toFixed(0)} MB; ${total} in ${groups} groups`,
  );
  const isOver = seconds > (most ?? Infinity) || megabytes > limits.megabytes || firstRowsMs > limits.firstRowsMs;
  if (isOver) process.exitCode = 1;
}

let seq = 0;

/** One message of a class of which every hundredth is refused. */
function note(archive: MessageArchive, index: number): void {
  const [traceId, at, to] = [`t${index}`, FIRST_AT + index * 1_000, `010${String(30_000_000 + index)}`];
  const isRefused = index % 100 === 0;
  const add = (type: string, details: object) =>
    archive.noteEvent({ type, details, at, traceId, messageId: `m${index}`, seq: ++seq } as never);
  const tenantCode = isRefused ? "saessak" : "hakwonplus";
  const asked = { requestId: `r${index >> 8}`, status: 200, elapsedMs: 3, tenantCode, to: "0103****", mode: "sms" };
  add("api.accepted", { ...asked, studentId: index + 1 });
  const body = JSON.stringify({ tenant_id: 1, to, text: "오늘 수업은 6시에 시작합니다.", message_mode: "sms" });
  archive.noteBody({ traceId, sentAt: at, body });
  add("queue.enqueued", { queueName: "academy-messaging-jobs", bytes: 300 });
  add("queue.received", { queueName: "academy-messaging-jobs", receiveCount: 1, waitedMs: 2 });
  const sender = isRefused ? "0299999999" : "0212345678";
  const senderSource = "Tenant.messaging_sender";
  add("worker.claimed", { tenantCode, to: "0103****", mode: "sms", sender, senderSource, receiveCount: 1 });
  const groupId = `G4V${index}`;
  add("provider.grouped", { groupId, size: 1 });
  if (isRefused) add("provider.refused", { groupId, code: "1062", message: "발신번호 미등록" });
  else add("provider.accepted", { groupId, providerMessageId: `M4V${index}`, code: "2000", type: "SMS" });
  const failureReason = isRefused ? "1062" : "";
  add("worker.logged", { notificationLogId: index, success: !isRefused, failureReason, amountDeducted: "8.40" });
  add("queue.deleted", { queueName: "academy-messaging-jobs" });
  const told = isRefused ? "[ERROR] [MESSAGING-WORKER] send_sms failed" : "[INFO] [MESSAGING-WORKER] send_sms ok";
  archive.noteLine("worker", { at, text: `${told} to=0103**** trace_id=${traceId}` });
}
