import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "../../../src/common/logger";
import { findMessages, resultOf } from "../../../src/operations/inquiry/findMessages";
import { MessageArchive } from "../../../src/runtime/archive/messageArchive";
import type { MessageEvent } from "../../../src/runtime/message/messageEvents";
import type { Environment } from "../../../src/targets/environment";

const context = {
  signal: new AbortController().signal,
  language: "en" as const,
  interaction: { progress: () => undefined } as never,
};

describe("an archive of many messages", () => {
  let dir: string;
  let archive: MessageArchive;

  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-archive-"));
    archive = openArchive(dir);
  });
  afterEach(() => {
    archive.close();
    fs.rmSync(dir, { recursive: true, force: true });
  });

  it("tells 10,000 fates whose groups add up, and what differs", async () => {
    for (let index = 0; index < 10_000; index++) message(archive, index, index % 100 === 0);
    const started = performance.now();
    const found = await findMessages(environmentOf(archive), {}, 100, context);
    assert.equal(found.total, 10_000);
    assert.deepEqual(
      found.groups.map(({ cause, count, differs }) => [
        cause,
        count,
        differs.map(({ field, value }) => `${field}=${value}`),
      ]),
      [
        ["none", 9_900, []],
        ["provider.sender-not-registered", 100, ["tenant=saessak", "sender=0299999999"]],
      ],
    );
    assert.equal(found.messages.length, 100);
    assert.equal(resultOf(found), "wrong");
    assert.ok(performance.now() - started < 15_000);
  });

  it("is whole after the stack starts again", async () => {
    message(archive, 1, true);
    archive.close();
    archive = openArchive(dir);
    const found = await findMessages(environmentOf(archive), {}, 100, context);
    assert.deepEqual(
      found.messages.map(({ cause }) => cause),
      ["provider.sender-not-registered"],
    );
  });

  it("finds a number in full, by its last digits, and not another one's", async () => {
    message(archive, 1, false);
    const totalOf = async (to: string) => (await findMessages(environmentOf(archive), { to }, 1, context)).total;
    assert.equal(await totalOf("01000000001"), 1);
    assert.equal(await totalOf("0001"), 1);
    assert.equal(await totalOf("01000000002"), 0);
  });
});

const openArchive = (stateDir: string) =>
  new MessageArchive({
    stateDir,
    numbers: { ofStudent: () => undefined, studentsOf: () => [], tenantOf: () => undefined },
    log: silentLogger,
  });

const environmentOf = (archive: MessageArchive): Environment =>
  ({
    name: "local",
    archive: { page: (query: Parameters<MessageArchive["page"]>[0]) => Promise.resolve(archive.page(query)) },
  }) as never;

let seq = 0;
function message(archive: MessageArchive, index: number, isRefused: boolean): void {
  const traceId = `t${index}`;
  const at = 1_790_000_000_000 + index * 1_000;
  const to = `0100****`;
  const tenantCode = isRefused ? "saessak" : "hakwonplus";
  const sender = isRefused ? "0299999999" : "0212345678";
  const note = (event: Omit<MessageEvent, "at" | "traceId" | "messageId">) =>
    archive.noteEvent({ ...event, at, traceId, messageId: `m${index}`, seq: ++seq } as never);
  note({
    type: "api.accepted",
    details: { requestId: "r", status: 200, elapsedMs: 3, tenantCode, to, mode: "sms", studentId: index + 1 },
  });
  archive.noteBody({
    traceId,
    sentAt: at,
    body: JSON.stringify({
      tenant_id: 1,
      to: `0100000${String(index).padStart(4, "0")}`,
      text: "안녕",
      message_mode: "sms",
    }),
  });
  note({ type: "queue.enqueued", details: { queueName: "q", bytes: 150 } });
  note({ type: "queue.received", details: { queueName: "q", receiveCount: 1, waitedMs: 2 } });
  note({
    type: "worker.claimed",
    details: { tenantCode, to, mode: "sms", sender, senderSource: "Tenant.messaging_sender", receiveCount: 1 },
  });
  note({ type: "provider.grouped", details: { groupId: `G${index}`, size: 1 } });
  if (isRefused)
    note({ type: "provider.refused", details: { groupId: `G${index}`, code: "1062", message: "발신번호 미등록" } });
  else
    note({
      type: "provider.accepted",
      details: { groupId: `G${index}`, providerMessageId: `M${index}`, code: "2000", type: "SMS" },
    });
  note({
    type: "worker.logged",
    details: {
      notificationLogId: index + 1,
      success: !isRefused,
      failureReason: isRefused ? "1062" : "",
      amountDeducted: "0",
    },
  });
}
