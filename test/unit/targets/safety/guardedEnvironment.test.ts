import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../../../../src/common/errors";
import type { ApiTarget, QueueTarget, TenantTarget, WorkerTarget } from "../../../../src/targets/environment";
import { AuditLog } from "../../../../src/targets/safety/auditLog";
import { confirmProduction } from "../../../../src/targets/safety/confirmation";
import { guardEnvironment } from "../../../../src/targets/safety/guardedEnvironment";
import { whereOf } from "../../../../src/targets/safety/senderField";
import { lastSenderChange, undoSender } from "../../../../src/targets/safety/undo";
import { profileOf } from "../../../../src/targets/version/versionProfile";
import { fake, fakeEnvironment } from "../fakeEnvironment";

const request = { student_ids: [1], raw_body: "테스트" };
const answer = { status: 200, body: { enqueued: 1 }, elapsedMs: 5, requestId: "", traceIds: [] };
const isReason = (reason: string) => (error: unknown) => ExpectedError.is(error, reason);

describe("guard in front of writes and sends", () => {
  let dir: string;
  let audit: AuditLog;
  /** What reached the targets. */
  let made: string[];
  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-audit-"));
    audit = new AuditLog(path.join(dir, "state"));
    made = [];
  });
  afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

  const tenants = (over: Partial<TenantTarget> = {}) =>
    fake<TenantTarget>("tenants", {
      origin: "Django helper (academy, Postgres)",
      setSender: (code, expected, value) => {
        made.push(`${code} ${expected}→${value}`);
        return Promise.resolve({ id: 1, code, name: "", messagingSender: value });
      },
      recipients: () => Promise.resolve(["01012345678"]),
      ...over,
    });
  const api = fake<ApiTarget>("api", {
    url: "https://api.example.kr",
    send: () => {
      made.push("send");
      return Promise.resolve(answer);
    },
  });
  const queue = fake<QueueTarget>("queue", {
    measure: () => Promise.resolve({ name: "jobs", region: "ap-northeast-2" }),
    enqueue: () => {
      made.push("enqueue");
      return Promise.resolve({ messageId: "m1" });
    },
    redrive: () => {
      made.push("redrive");
      return Promise.resolve(2);
    },
  });

  it("lets looking through and records nothing of it", async () => {
    const guarded = guardEnvironment(fakeEnvironment({ queue, isProduction: true }), { audit });
    assert.equal((await guarded.queue!.measure()).name, "jobs");
    assert.deepEqual(await audit.entries(), []);
  });

  it("sends to a student whose number is allowed, and records that before and after", async () => {
    const guarded = guardEnvironment(fakeEnvironment({ api, tenants: tenants() }), { audit });
    await guarded.api!.send("hakwonplus", request);
    assert.deepEqual(made, ["send"]);
    const entries = await audit.entries();
    assert.deepEqual(
      entries.map(({ outcome }) => outcome),
      ["begun", "done"],
    );
    assert.equal(entries[0]!.id, entries[1]!.id);
    assert.match(entries[0]!.description, /0101\*\*\*\*/);
    assert.equal(fs.statSync(audit.file).mode & 0o777, 0o600);
    assert.doesNotMatch(fs.readFileSync(audit.file, "utf8"), /01012345678|테스트/);
  });

  for (const [title, reason, over] of [
    ["another number", "recipient-not-allowed", { recipients: () => Promise.resolve(["01012345678", "01099998888"]) }],
    ["a number nobody can look up", "recipient-unproven", { recipients: undefined as never }],
    [
      "a look-up that fails",
      "helper-gone",
      { recipients: () => Promise.reject(new ExpectedError("helper-gone", "x")) },
    ],
  ] as const) {
    it(`sends nothing to ${title}`, async () => {
      const parts = { api, tenants: tenants(over) };
      await assert.rejects(
        guardEnvironment(fakeEnvironment(parts), { audit }).api!.send("hakwonplus", request),
        isReason(reason),
      );
      assert.deepEqual(made, []);
      assert.deepEqual(
        (await audit.entries()).map(({ outcome }) => outcome),
        ["refused"],
      );
      assert.doesNotMatch(fs.readFileSync(audit.file, "utf8"), /01099998888/);
    });
  }

  it("sends nothing at all where no recipient is allowed, and anywhere on the stack that rings no phone", async () => {
    const send = (allowedRecipients: readonly string[] | undefined) =>
      guardEnvironment(fakeEnvironment({ api, tenants: tenants(), allowedRecipients }), { audit }).api!.send(
        "hakwonplus",
        request,
      );
    await assert.rejects(send([]), isReason("no-allowed-recipients"));
    await send(undefined);
    assert.deepEqual(made, ["send"]);
  });

  it("puts a body on the queue only for the recipient it names", async () => {
    const guarded = guardEnvironment(fakeEnvironment({ queue }), { audit });
    await guarded.queue!.enqueue('{"to":"+82 10-1234-5678","text":"x"}');
    await assert.rejects(guarded.queue!.enqueue('{"to":"01099998888"}'), isReason("recipient-not-allowed"));
    for (const body of ["not json", "{}", '{"to":["01012345678"]}'])
      await assert.rejects(guarded.queue!.enqueue(body), isReason("recipient-unproven"));
    assert.deepEqual(made, ["enqueue"]);
  });

  describe("in production", () => {
    const production = () => fakeEnvironment({ name: "live", isProduction: true, queue, api, tenants: tenants() });
    const now = Date.now();
    const at = (ms: number) => ({ now: () => now + ms });

    it("writes nothing until the tenant's code was typed", async () => {
      const { tenants, queue, api } = guardEnvironment(production(), { audit });
      const refused = isReason("production-read-only");
      await assert.rejects(tenants!.setSender("hakwonplus", "", "0212345678"), refused);
      await assert.rejects(queue!.redrive(5), refused);
      await assert.rejects(queue!.enqueue("{}"), refused);
      await assert.rejects(api!.send("hakwonplus", request), refused);
      assert.deepEqual(made, []);
      assert.equal((await audit.entries()).filter(({ production }) => production).length, 4);
    });

    it("takes only the code as it is", () => {
      for (const typed of ["", "hakwon", "HAKWONPLUS"])
        assert.throws(() => confirmProduction(production(), "hakwonplus", typed), isReason("confirmation-mismatch"));
    });

    it("holds for that environment, that tenant and a while", async () => {
      const confirmation = confirmProduction(production(), "hakwonplus", "hakwonplus", at(0));
      const guarded = (clock = at(0), environment = production()) =>
        guardEnvironment(environment, { audit, confirmation, clock }).tenants!;
      await guarded().setSender("hakwonplus", "", "0212345678");
      const refused = isReason("production-read-only");
      await assert.rejects(guarded().setSender("saessak", "", "0212345678"), refused);
      await assert.rejects(guarded(at(11 * 60_000)).setSender("hakwonplus", "", "0212345678"), refused);
      const other = { ...production(), name: "live-2" };
      await assert.rejects(guarded(at(0), other).setSender("hakwonplus", "", "0212345678"), refused);
      assert.deepEqual(made, ["hakwonplus →0212345678"]);
    });
  });

  it("takes a fix back by compare-and-set, once", async () => {
    const environment = fakeEnvironment({ tenants: tenants() });
    await guardEnvironment(environment, { audit }).tenants!.setSender("hakwonplus", "", "0212345678");
    assert.equal(lastSenderChange(await audit.entries(), environment)?.after, "0212345678");
    assert.equal(lastSenderChange(await audit.entries(), { name: "other" }), undefined);
    await undoSender(environment, { audit });
    assert.deepEqual(made, ["hakwonplus →0212345678", "hakwonplus 0212345678→"]);
    await assert.rejects(undoSender(environment, { audit }), isReason("nothing-to-undo"));
  });

  it("does not set a sender that the backend ignores, and leads to the line that counts", async () => {
    const where = { file: "/backend/worker.py", line: 7 };
    const version = profileOf([{ says: "2026-08", weight: 0.95, what: "NotificationLog has status" }], where);
    const { tenants: guarded } = guardEnvironment(fakeEnvironment({ tenants: tenants() }), { audit, version });
    await assert.rejects(guarded!.setSender("hakwonplus", "", "0212345678"), (error: ExpectedError) => {
      assert.equal(error.reason, "sender-ignored");
      assert.match(error.message, /ignores Tenant\.messaging_sender/);
      assert.deepEqual(whereOf(error), where);
      return true;
    });
    assert.deepEqual(made, []);
  });

  it("does nothing that it cannot record", async () => {
    fs.writeFileSync(path.join(dir, "state"), "a file where the folder should be");
    const { tenants: guarded } = guardEnvironment(fakeEnvironment({ tenants: tenants() }), { audit });
    await assert.rejects(guarded!.setSender("hakwonplus", "", "0212345678"), isReason("audit-unwritable"));
    assert.deepEqual(made, []);
  });

  it("records a failure with its reason, masked", async () => {
    const setSender = () => Promise.reject(new Error("no route for 01099998888, password=geheim123"));
    const { tenants: guarded } = guardEnvironment(fakeEnvironment({ tenants: tenants({ setSender }) }), { audit });
    await assert.rejects(guarded!.setSender("hakwonplus", "", "0212345678"));
    const [, failed] = await audit.entries();
    assert.deepEqual([failed?.outcome, failed?.reason], ["failed", "no route for 0109****, password=****"]);
  });

  it("offers start and restart only where the worker has them, and leaves its origin alive", async () => {
    let origin = "container";
    const worker = fake<WorkerTarget>("worker", {
      get origin() {
        return origin;
      },
      start: undefined as never,
      restart: () => {
        made.push("restart");
        return Promise.resolve();
      },
    });
    const guarded = guardEnvironment(fakeEnvironment({ worker }), { audit }).worker!;
    origin = "container academy-messaging-worker";
    assert.equal(guarded.origin, origin);
    assert.equal(guarded.start, undefined);
    await guarded.restart!();
    assert.deepEqual(made, ["restart"]);
  });
});
