import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type {
  ApiTarget,
  Environment,
  ProviderRecord,
  ProviderTarget,
  QueueTarget,
  TenantTarget,
  WorkerTarget,
} from "../../../src/targets/environment";
import type { ApiWriter, QueueWriter, TenantWriter, WorkerWriter } from "../../../src/targets/writers";
import { fake, fakeEnvironment } from "./fakeEnvironment";
import { sendVia } from "../operations/sending";

const TO = "01012345678";

/** A backend whose message has arrived by the first look; its rows come at the look of this number. */
function delivered(rowsAtLook: number) {
  let looks = 0;
  let records: ProviderRecord[] = [];
  const api = fake<ApiTarget & ApiWriter>("api", {
    url: "https://api.example.kr",
    linesSince: undefined,
    variables: undefined,
    info: () => Promise.resolve({ status: 200, messagingSender: "0212345678", lastLogId: 6 }),
    send: () => {
      records = [{ messageId: "M1", groupId: "G1", to: TO, statusCode: "4000" }];
      const body = { detail: "발송 예정 1건입니다.", enqueued: 1, skipped_no_phone: 0 };
      return Promise.resolve({ status: 200, body, elapsedMs: 9, requestId: "", traceIds: [] });
    },
  });
  const tenants = fake<TenantTarget & TenantWriter>("tenants", {
    lastLogId: () => Promise.resolve(6),
    recipients: () => Promise.resolve([{ studentId: 1, number: TO }]),
    tenant: (code) => Promise.resolve({ id: 1, code, name: "", messagingSender: "0212345678" }),
    record: (code) => Promise.resolve({ code, messaging_sender: "0212345678" }),
    notificationLogs: () => {
      if (++looks < rowsAtLook) return Promise.reject(new Error("canceling statement due to statement timeout"));
      const row = {
        sent_at: new Date().toISOString(),
        success: true,
        failure_reason: "",
        recipient_summary: "0101****",
      };
      return Promise.resolve([{ id: "7", ...row }]);
    },
  });
  const provider = fake<ProviderTarget>("provider", {
    senders: () => Promise.resolve([{ phoneNumber: "0212345678", status: "ACTIVE" }]),
    balance: () => Promise.resolve({ balance: 1_000, point: 0 }),
    messages: () => Promise.resolve(records),
  });
  return fakeEnvironment({ api, tenants, provider });
}

/** A backend whose worker says why it ends, and is still running at the look before the send. */
function dying() {
  const startedAt = Date.now() - 500;
  const line = { at: startedAt + 400, text: "ModuleNotFoundError: No module named 'solapi'" };
  let isUp = true;
  const api = fake<ApiTarget & ApiWriter>("api", {
    url: "https://api.example.kr",
    linesSince: undefined,
    variables: undefined,
    send: () => {
      isUp = false;
      const body = { detail: "발송 예정 1건입니다.", enqueued: 1, skipped_no_phone: 0 };
      return Promise.resolve({ status: 200, body, elapsedMs: 9, requestId: "", traceIds: [] });
    },
  });
  const queue = fake<QueueTarget & QueueWriter>("queue", {
    measure: () =>
      Promise.resolve({
        name: "academy-messaging-jobs",
        region: "ap-northeast-2",
        counts: { visible: isUp ? 0 : 1, inFlight: 0, delayed: 0, dead: 0 },
      }),
  });
  const worker = fake<WorkerTarget & WorkerWriter>("worker", {
    variables: undefined,
    container: () =>
      Promise.resolve({
        name: "academy-messaging-worker",
        startedAt: new Date(startedAt).toISOString(),
        ...(isUp ? { state: "running" } : { state: "exited", exitCode: 1 }),
      }),
    linesSince: (at) => Promise.resolve([{ seq: 1, ...line }].filter((each) => each.at >= at)),
    tail: () => (async function* () {})(),
  });
  return fakeEnvironment({ api, queue, worker, allowedRecipients: undefined });
}

describe("diagnosis of a send", () => {
  let dir: string;
  before(() => (dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-audit-"))));
  after(() => fs.rmSync(dir, { recursive: true }));
  const request = { student_ids: [1], message_mode: "sms" as const, raw_body: "테스트" };
  const send = (environment: Environment) =>
    sendVia(environment, { tenantCode: "hakwonplus", start: "api", request }, dir);
  const diagnose = (rowsAtLook: number) => send(delivered(rowsAtLook));

  it("has the row of a delivered message that could not be read at the first look (it went without)", async () => {
    const { diagnosis, evidence, failed } = await diagnose(2);
    assert.equal(diagnosis.verdict.outcome, "ok", JSON.stringify({ diagnosis, evidence, failed }));
    assert.equal(evidence.notificationLogs?.length, 1);
  });

  it("goes without rows that cannot be read at all, and names what could not", async () => {
    const { diagnosis, evidence, failed } = await diagnose(Number.POSITIVE_INFINITY);
    assert.equal(diagnosis.verdict.outcome, "ok", JSON.stringify({ diagnosis, evidence, failed }));
    assert.equal(evidence.notificationLogs, undefined);
    assert.ok(failed.some(({ probe }) => probe === "notificationLogs"));
  });

  it("has the last words of a worker that ended between the look before the send and the send (they were lost)", async () => {
    const { diagnosis, evidence } = await send(dying());
    assert.match(evidence.worker?.logs ?? "", /ModuleNotFoundError/);
    assert.equal(diagnosis.verdict.cause, "worker.module-not-found", JSON.stringify(diagnosis));
  });
});
