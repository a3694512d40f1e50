import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "../../../src/common/logger";
import type { ArchiveQuery } from "../../../src/runtime/archive/archivedMessage";
import { MessageArchive } from "../../../src/runtime/archive/messageArchive";
import type { MessageEvent } from "../../../src/runtime/message/messageEvents";
import type { Environment } from "../../../src/targets/environment";

/** The first archived message's time; each next one is a second later. */
export const FIRST_AT = 1_790_000_000_000;

export const openArchive = (stateDir: string) =>
  new MessageArchive({
    stateDir,
    numbers: { studentsOf: () => [], tenantOf: () => undefined },
    log: silentLogger,
  });

/** An archive for each test of a suite, in a folder of its own. */
export class ArchiveOfTest {
  dir = "";
  archive!: MessageArchive;

  constructor() {
    beforeEach(() => {
      this.dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-archive-"));
      this.archive = openArchive(this.dir);
    });
    afterEach(() => {
      this.archive.close();
      fs.rmSync(this.dir, { recursive: true, force: true });
    });
  }

  /** As after the stack starts again. */
  reopen(): void {
    this.archive.close();
    this.archive = openArchive(this.dir);
  }
}

/** An environment that has an archive and nothing else. */
export const environmentOf = (archive: MessageArchive): Environment =>
  ({
    name: "local",
    tenantCode: "hakwonplus",
    archive: {
      page: (query: ArchiveQuery) => Promise.resolve(archive.page(query)),
      summaries: (query: ArchiveQuery) => Promise.resolve(archive.summaries(query)),
    },
    dispose: () => undefined,
  }) as never;

export type Ending = "delivered" | "refused" | "lost answer" | "dead";

export interface Archived {
  id?: string;
  /** Digits. */
  to?: string;
  body?: string;
  text?: string;
  end: Ending;
}

let seq = 0;

/** Notes the events and the body of one message, as the stack does. The sender of a refused one is not registered. */
export function noteMessage(archive: MessageArchive, index: number, { end, ...message }: Archived): void {
  const { id: traceId = `t${index}`, text = "안녕", to = `0100000${String(index).padStart(4, "0")}` } = message;
  const { body = JSON.stringify({ tenant_id: 1, to, text, message_mode: "sms" }) } = message;
  const at = FIRST_AT + index * 1_000;
  const isRefused = end === "refused";
  const tenantCode = isRefused ? "saessak" : "hakwonplus";
  const note = (event: Omit<MessageEvent, "at" | "traceId" | "messageId">) =>
    archive.noteEvent({ ...event, at, traceId, messageId: `m${index}`, seq: ++seq } as never);
  const masked = "0100****";
  note({
    type: "api.accepted",
    details: { requestId: "r", status: 200, elapsedMs: 3, tenantCode, to: masked, mode: "sms", studentId: index + 1 },
  });
  archive.noteBody({ traceId, sentAt: at, body });
  note({ type: "queue.enqueued", details: { queueName: "q", bytes: 150 } });
  note({ type: "queue.received", details: { queueName: "q", receiveCount: 1, waitedMs: 2 } });
  if (end === "dead") {
    note({ type: "worker.dead-lettered", details: { reason: "invalid-json" } });
    return;
  }
  const sender = isRefused ? "0299999999" : "0212345678";
  note({
    type: "worker.claimed",
    details: { tenantCode, to: masked, mode: "sms", sender, senderSource: "Tenant.messaging_sender", receiveCount: 1 },
  });
  const groupId = `G${index}`;
  note({ type: "provider.grouped", details: { groupId, size: 1 } });
  const [success, failureReason] = [end === "delivered", isRefused ? "1062" : end === "delivered" ? "" : "ambiguous"];
  if (isRefused) note({ type: "provider.refused", details: { groupId, code: "1062", message: "발신번호 미등록" } });
  else if (end === "delivered")
    note({
      type: "provider.accepted",
      details: { groupId, providerMessageId: `M${index}`, code: "2000", type: "SMS" },
    });
  else note({ type: "provider.ambiguous", details: { groupId, reason: "timed-out" } });
  note({
    type: "worker.logged",
    details: { notificationLogId: index + 1, success, failureReason, amountDeducted: "0" },
  });
}
