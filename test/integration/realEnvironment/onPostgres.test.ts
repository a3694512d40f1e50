import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import { AuditLog } from "../../../src/targets/safety/auditLog";
import type { Environment } from "../../../src/targets/environment";
import type { SendReport } from "../../../src/operations/message/sendMessages";
import type { TestSend } from "../../../src/operations/message/testSend";
import { sendVia } from "../../unit/operations/sending";
import type { Write } from "../../../src/targets/safety/write";
import { testBody } from "../../../src/targets/testBody";
import { granted } from "../../unit/targets/granted";
import type { CauseGroup } from "../../../src/operations/inquiry/causeGroups";
import { findMessages } from "../../../src/operations/inquiry/findMessages";
import type { Inquiry } from "../../../src/operations/inquiry/findMessages";
import { SENDS, byNumber, fine, noCredit, plantHistory } from "./plantedHistory";
import { PARENT, RealEnvironment, SENDER } from "./realEnvironment";

const send: TestSend = {
  tenantCode: "hakwonplus",
  start: "api",
  request: { student_ids: [1], send_to: "parent", message_mode: "sms", raw_body: "테스트" },
};

const onQueue: TestSend = { tenantCode: "hakwonplus", start: "queue", body: testBody(1, PARENT, "테스트") };

describe("a real backend on Postgres", () => {
  let real: RealEnvironment;
  before(async function () {
    real = await RealEnvironment.start(this, "postgresql");
    await real.startWorker();
  });
  after(() => real?.stop());

  const write = async <W extends Write>(environment: Environment, what: W) =>
    granted(environment, what, new AuditLog(real.stateDir));
  const sendThrough = (environment: Environment, what: TestSend) => sendVia(environment, what, real.stateDir);
  const diagnoseNow = async (what: TestSend = send): Promise<SendReport> => sendThrough(await real.environment(), what);
  const show = (result: SendReport) => JSON.stringify(result, null, 1).slice(0, 8_000);

  it("a message goes from Django to the inbox, and Django has its row", async () => {
    const result = await diagnoseNow();
    assert.equal(result.diagnosis.verdict.outcome, "ok", show(result));
    assert.equal(real.inbox().at(-1)?.to, PARENT);
    assert.equal(result.evidence.notificationLogs?.length, 1);
  });

  it("a test send may start at the queue, whose id tells its lines exactly", async () => {
    const result = await diagnoseNow(onQueue);
    assert.equal(result.diagnosis.verdict.outcome, "ok", show(result));
    assert.equal(result.evidence.correlation?.method, "message-id");
  });

  it("sender fix through Django → the same send again → green", async () => {
    const change = { kind: "set-sender", tenantCode: "hakwonplus", before: SENDER, after: "" } as const;
    await (await write(await real.environment(), change)).write();
    assert.equal((await diagnoseNow()).diagnosis.verdict.cause, "api.sender-empty");
    await (await write(await real.environment(), { ...change, before: "", after: SENDER })).write();
    const result = await diagnoseNow();
    assert.equal(result.diagnosis.verdict.outcome, "ok", show(result));
  });

  describe("after a history of sends with planted fates", () => {
    let found: Inquiry;

    before(async function () {
      this.timeout(180_000);
      const environment = await real.environment();
      const from = Date.now();
      await plantHistory(real);
      found = await findMessages(environment, { from, until: Date.now() + 1 }, SENDS, {
        signal: new AbortController().signal,
        language: "en",
        interaction: { progress: () => undefined } as never,
        audit: new AuditLog(real.stateDir),
      });
    });

    it("tells the layer and the cause of each, and the groups add up", () => {
      const told = ({ cause, layer, count }: Pick<CauseGroup, "cause" | "layer" | "count">) =>
        `${cause} at ${layer}: ${count}`;
      assert.deepEqual(found.groups.map(told).sort(), [...byNumber, noCredit, fine].map(told as never).sort());
      assert.equal(found.total, SENDS);
      assert.deepEqual(
        found.looked.filter(({ complete }) => !complete),
        [],
      );
    });

    it("names what sets a group apart where that was planted, and nothing elsewhere", () => {
      for (const { cause, differs } of found.groups) {
        const planted = byNumber.find((each) => each.cause === cause)?.differs ?? [];
        assert.deepEqual(
          differs.map(({ field, value }) => `${field}=${value}`),
          planted,
          cause,
        );
      }
    });
  });

  describe("that goes down", () => {
    before(() => real.postgres!.stop());
    after(() => real.postgres!.start());

    it("nothing is sent to students whose numbers cannot be looked up", async () => {
      await assert.rejects(diagnoseNow(), (error: unknown) => ExpectedError.is(error));
    });

    it("the API fails: what could not be read is listed", async () => {
      const result = await sendThrough(await real.environmentForAnybody(), send);
      const { verdict } = result.diagnosis;
      assert.deepEqual([verdict.layer, verdict.cause], ["api", "api.server-error"], show(result));
      assert.ok(result.failed.some(({ probe }) => probe === "tenant"));
    });

    it("a message on the queue stops at the worker", async () => {
      const result = await diagnoseNow(onQueue);
      const { verdict } = result.diagnosis;
      assert.deepEqual([verdict.layer, verdict.cause], ["worker", "worker.database"], show(result));
    });
  });
});
