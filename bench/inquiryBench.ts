import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "../src/common/logger";
import { findMessages } from "../src/operations/inquiry/findMessages";
import { MessageArchive } from "../src/runtime/archive/messageArchive";
import type { Environment } from "../src/targets/environment";
import { AuditLog } from "../src/targets/safety/auditLog";

const SIZES = [1_000, 10_000, 100_000];
/** As the command line lists; groups count all. */
const LISTED = 100;
const FIRST_AT = Date.UTC(2026, 10, 1);

/** Times an inquiry over archives of growing size, as the stack writes them, and the first rows of a page. */
export function benchInquiry(isQuick: boolean): void {
  for (const count of isQuick ? SIZES.slice(0, 1) : SIZES) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-inquiry-"));
    try {
      // Each in a process of its own, as an inquiry is: no size has the memory of another.
      for (const step of ["inquiry-archive", "inquiry-measure"])
        execFileSync(process.execPath, [process.argv[1]!, step, folder, String(count)], { stdio: "inherit" });
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}

export function fillArchive(folder: string, count: number): void {
  const archive = archiveIn(folder);
  for (let index = 0; index < count; index++) note(archive, index);
  archive.close();
}

const archiveIn = (stateDir: string) =>
  new MessageArchive({
    stateDir,
    numbers: { studentsOf: () => [], tenantOf: () => "hakwonplus" },
    log: silentLogger,
  });

export async function measureInquiry(folder: string, count: number): Promise<void> {
  const archive = archiveIn(folder);
  try {
    const environment = {
      name: "local",
      tenantCode: "hakwonplus",
      archive: { page: (query: Parameters<MessageArchive["page"]>[0]) => Promise.resolve(archive.page(query)) },
    } as unknown as Environment;
    let firstRowsMs: number | undefined;
    let peak = 0;
    const startedAt = performance.now();
    const found = await findMessages(
      environment,
      {},
      LISTED,
      {
        signal: new AbortController().signal,
        language: "en",
        interaction: { progress: () => undefined } as never,
        audit: new AuditLog(folder),
      },
      {
        follow: () => {
          firstRowsMs ??= performance.now() - startedAt;
          peak = Math.max(peak, process.memoryUsage.rss());
        },
      },
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    const perMessage = ((seconds * 1e6) / count).toFixed(0);
    console.log(
      `${count} messages: ${seconds.toFixed(2)} s (${perMessage} µs each), first rows after ` +
        `${firstRowsMs?.toFixed(0)} ms, ${(peak / 1e6).toFixed(0)} MB; ${found.total} in ${found.groups.length} groups`,
    );
  } finally {
    archive.close();
  }
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
  archive.noteLine("worker", { at, text: `[INFO] [MESSAGING-WORKER] send_sms ok to=0103**** trace_id=${traceId}` });
}
