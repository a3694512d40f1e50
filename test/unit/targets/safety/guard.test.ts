import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../../../../src/common/errors";
import type {
  ApiTarget,
  Environment,
  FaultTarget,
  QueueTarget,
  StudentNumber,
  TenantTarget,
  WorkerTarget,
} from "../../../../src/targets/environment";
import { AuditLog } from "../../../../src/targets/safety/auditLog";
import { confirmProduction } from "../../../../src/targets/safety/confirmation";
import { offersWrite, prepareWrite } from "../../../../src/targets/safety/guard";
import { lastSenderChange } from "../../../../src/targets/safety/lastSenderChange";
import { whereOf } from "../../../../src/targets/safety/senderField";
import { writeKinds } from "../../../../src/targets/safety/write";
import type { Write } from "../../../../src/targets/safety/write";
import { profileOf } from "../../../../src/targets/version/versionProfile";
import type {
  ApiWriter,
  FaultWriter,
  QueueWriter,
  TenantWriter,
  UnguardedEnvironment,
  WorkerWriter,
} from "../../../../src/targets/writers";
import { fake, fakeEnvironment } from "../fakeEnvironment";
import { granted } from "../granted";

const SENDER = "0212345678";
const answer = { status: 200, body: { enqueued: 1 }, elapsedMs: 5, requestId: "", traceIds: [] };
const isReason = (reason: string) => (error: unknown) => ExpectedError.is(error, reason);

const fix = { kind: "set-sender", tenantCode: "hakwonplus", before: "", after: SENDER } as const;
const send = (...ids: number[]) =>
  ({ kind: "send", tenantCode: "hakwonplus", request: { student_ids: ids, raw_body: "테스트" } }) as const;
const enqueue = (body: string) => ({ kind: "enqueue", tenantCode: "hakwonplus", body }) as const;

/** One of every kind. */
const everyWrite: readonly Write[] = [
  fix,
  send(1),
  enqueue('{"to":"01012345678"}'),
  { kind: "receive", limit: 10, from: "queue" },
  { kind: "redrive", limit: 10 },
  { kind: "create-queue" },
  { kind: "start-worker" },
  { kind: "stop-worker" },
  { kind: "restart-worker" },
  { kind: "inject-fault", cause: "queue.not-found" },
  { kind: "clear-faults" },
];

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

  const doing = <T>(what: string, result: T) => {
    made.push(what);
    return Promise.resolve(result);
  };
  const tenants = (over: Partial<TenantTarget & TenantWriter> = {}) =>
    fake<TenantTarget & TenantWriter>("tenants", {
      origin: "Django helper (academy, Postgres)",
      tenant: (code) => Promise.resolve({ id: 1, code, name: "", messagingSender: SENDER }),
      lastLogId: () => Promise.resolve(7),
      setSender: (code, expected, value) =>
        doing(`${code} ${expected}→${value}`, { id: 1, code, name: "", messagingSender: value }),
      recipients: (_code, ids) => Promise.resolve(ids.map((studentId) => ({ studentId, number: "010-1234-5678" }))),
      ...over,
    });
  const api = (over: Partial<ApiTarget & ApiWriter> = {}) =>
    fake<ApiTarget & ApiWriter>("api", {
      url: "https://api.example.kr",
      info: () => Promise.resolve({ status: 200, messagingSender: SENDER, lastLogId: 7 }),
      send: () => doing("send", answer),
      ...over,
    });
  const queue = () =>
    fake<QueueTarget & QueueWriter>("queue", {
      measure: () => Promise.resolve({ name: "jobs", region: "ap-northeast-2" }),
      receive: () => doing("receive", []),
      enqueue: () => doing("enqueue", { messageId: "m1" }),
      redrive: () => doing("redrive", 2),
      create: () => doing("create", undefined),
    });
  const worker = (over: Partial<WorkerTarget & WorkerWriter> = {}) =>
    fake<WorkerTarget & WorkerWriter>("worker", {
      origin: "container academy-messaging-worker",
      start: () => doing("start", undefined),
      stop: () => doing("stop", undefined),
      restart: () => doing("restart", undefined),
      ...over,
    });
  const faults = () =>
    fake<FaultTarget & FaultWriter>("faults", {
      inject: () => doing("inject", {} as never),
      clear: () => doing("clear", []),
    });
  const environment = (over: Partial<UnguardedEnvironment> = {}) =>
    fakeEnvironment({ api: api(), queue: queue(), worker: worker(), tenants: tenants(), faults: faults(), ...over });
  const write = async (where: Environment, what: Write) => (await granted(where, what, audit)).write();
  const outcomes = async () => (await audit.entries()).map(({ outcome }) => outcome);

  describe("what is opened", () => {
    it("has no writing method, neither in its keys nor behind them", () => {
      const { api, queue, worker, tenants, faults } = environment();
      const hidden = [
        ...["send"].map((name) => [api, name] as const),
        ...["receive", "enqueue", "redrive", "create"].map((name) => [queue, name] as const),
        ...["start", "stop", "restart"].map((name) => [worker, name] as const),
        ...["setSender"].map((name) => [tenants, name] as const),
        ...["inject", "clear"].map((name) => [faults, name] as const),
      ];
      for (const [target, name] of hidden) {
        assert.equal((target as object as Record<string, unknown>)[name], undefined, name);
        assert.ok(!(name in target!) && !Object.keys(target!).includes(name), name);
        assert.equal(Object.getOwnPropertyDescriptor(target, name), undefined, name);
        assert.equal(Object.getPrototypeOf(target), null);
      }
    });

    it("lets looking through, keeps getters alive, and records nothing of it", async () => {
      let origin = "container";
      const own = {
        get origin() {
          return origin;
        },
      };
      const opened = environment({ worker: Object.assign(own, { start: undefined }) as never });
      origin = "container academy-messaging-worker";
      assert.equal((await opened.queue!.measure()).name, "jobs");
      assert.deepEqual(await audit.entries(), []);
    });

    it("is the only thing that can be written to: a copy of it is refused", async () => {
      const copy = { ...environment(), isProduction: false };
      await assert.rejects(granted(copy, fix, audit), isReason("not-offered"));
      assert.deepEqual(made, []);
    });

    it("is written to where it was opened, whatever is opened besides", async () => {
      const [first, second] = ["first", "second"].map((name) =>
        environment({ name, tenants: tenants({ setSender: () => doing(name, {} as never) }) }),
      );
      const target = await granted(first!, fix, audit);
      await granted(second!, fix, audit);
      await target.write();
      assert.deepEqual(made, ["first"]);
      assert.equal(target.environment, first);
    });
  });

  it("makes each kind of write once and records it before and after", async () => {
    assert.deepEqual(
      everyWrite.map(({ kind }) => kind),
      writeKinds,
    );
    for (const what of everyWrite) {
      made = [];
      const before = (await audit.entries()).length;
      const target = await granted(environment(), what, audit);
      assert.deepEqual(made, [], what.kind);
      await target.write();
      await assert.rejects(target.write(), isReason("write-used"));
      assert.equal(made.length, 1, what.kind);
      const entries = (await audit.entries()).slice(before);
      assert.deepEqual(
        entries.map(({ kind, outcome }) => [kind, outcome]),
        [
          [what.kind, "begun"],
          [what.kind, "done"],
        ],
      );
      assert.equal(new Set(entries.map(({ id }) => id)).size, 1);
    }
  });

  it("writes what it was granted for, even if the purpose is changed afterwards", async () => {
    const purpose: Write & { kind: "set-sender" } = { ...fix };
    const target = await granted(environment(), purpose, audit);
    purpose.after = "0299999999";
    await target.write();
    assert.deepEqual(made, [`hakwonplus →${SENDER}`]);
  });

  it("says which writes there is a way to, and refuses the others in a sentence", async () => {
    const bare = fakeEnvironment({ worker: worker({ start: undefined as never }), queue: queue() });
    const offered = everyWrite.filter((what) => offersWrite(bare, what)).map(({ kind }) => kind);
    assert.deepEqual(offered, ["enqueue", "receive", "redrive", "create-queue", "stop-worker", "restart-worker"]);
    const refused: Record<string, string> = {};
    for (const what of everyWrite.filter((each) => !offersWrite(bare, each))) {
      await granted(bare, what, audit).catch((error: ExpectedError) => (refused[what.kind] = error.reason));
    }
    assert.deepEqual(refused, {
      "set-sender": "not-offered",
      send: "not-offered",
      "start-worker": "not-offered",
      "inject-fault": "local-only",
      "clear-faults": "local-only",
    });
    assert.equal(offersWrite({ ...bare }, { kind: "redrive", limit: 1 }), false);
  });

  describe("of a test send", () => {
    const answering = (...entries: [studentId: number, number: string | null][]) =>
      environment({
        tenants: tenants({
          recipients: () =>
            Promise.resolve(entries.map(([studentId, number]): StudentNumber => ({ studentId, number }))),
        }),
      });

    it("reaches a student whose number is allowed; numbers and text are not recorded", async () => {
      await write(environment(), send(1));
      assert.deepEqual(made, ["send"]);
      assert.match((await audit.entries())[0]!.description, /0101\*\*\*\*/);
      assert.equal(fs.statSync(audit.file).mode & 0o777, 0o600);
      assert.doesNotMatch(fs.readFileSync(audit.file, "utf8"), /01012345678|테스트/);
    });

    it("reaches students of whom some have no number", async () => {
      await write(answering([1, "01012345678"], [2, null]), send(1, 2));
      assert.deepEqual(made, ["send"]);
    });

    for (const [title, entries] of [
      ["nobody (the API knows the student and rang a parent)", []],
      ["one of three students", [[1, "01012345678"]]],
      [
        "other students than were asked for",
        [
          [4, "01012345678"],
          [5, "01012345678"],
          [6, "01012345678"],
        ],
      ],
    ] as [string, [number, string][]][]) {
      it(`is refused where the tenant data answers for ${title}`, async () => {
        await assert.rejects(write(answering(...entries), send(1, 2, 3)), isReason("recipient-unproven"));
        assert.deepEqual(made, []);
        assert.deepEqual(await outcomes(), ["refused"]);
      });
    }

    for (const number of ["01099998888", "01012345678９", "0101234567８", "01012345678x", "010123456780", ""]) {
      it(`is refused for one number that is not allowed: ${JSON.stringify(number)}`, async () => {
        const where = answering([1, "01012345678"], [2, number]);
        await assert.rejects(write(where, send(1, 2)), isReason("recipient-not-allowed"));
        await assert.rejects(
          write(environment(), enqueue(JSON.stringify({ to: number }))),
          isReason("recipient-not-allowed"),
        );
        assert.deepEqual(made, []);
        assert.doesNotMatch(fs.readFileSync(audit.file, "utf8"), /01099998888/);
      });
    }

    it("is refused where nobody can look the numbers up, or the look-up fails", async () => {
      const without = environment({ tenants: tenants({ recipients: undefined as never }) });
      await assert.rejects(write(without, send(1)), isReason("recipient-unproven"));
      const recipients = () => Promise.reject(new ExpectedError("helper-gone", "x"));
      await assert.rejects(write(environment({ tenants: tenants({ recipients }) }), send(1)), isReason("helper-gone"));
      assert.deepEqual(made, []);
    });

    it("is refused where no recipient is allowed, and goes to anybody on the stack that rings no phone", async () => {
      await assert.rejects(write(environment({ allowedRecipients: [] }), send(1)), isReason("no-allowed-recipients"));
      await write(environment({ allowedRecipients: undefined }), send(1));
      assert.deepEqual(made, ["send"]);
    });

    it("is put on the queue only for the recipient it names", async () => {
      await write(environment(), enqueue('{"to":"+82 10-1234-5678","text":"x"}'));
      for (const body of ["not json", "{}", '{"to":["01012345678"]}'])
        await assert.rejects(write(environment(), enqueue(body)), isReason("recipient-unproven"));
      assert.deepEqual(made, ["enqueue"]);
    });

    for (const [title, info] of [
      ["another sender", { status: 200, messagingSender: "0299999999", lastLogId: 7 }],
      ["another newest log row", { status: 200, messagingSender: SENDER, lastLogId: 9_001 }],
    ] as const) {
      it(`is refused where the API tells ${title} than the tenant data: they are two backends`, async () => {
        const where = environment({ api: api({ info: () => Promise.resolve(info) }) });
        await assert.rejects(write(where, send(1)), isReason("backend-mismatch"));
        assert.deepEqual(made, []);
        assert.deepEqual(await outcomes(), ["refused"]);
      });
    }

    it("is looked at again where a log row came in between the two looks", async () => {
      let asked = 0;
      const info = () => Promise.resolve({ status: 200, messagingSender: SENDER, lastLogId: asked++ === 0 ? 6 : 7 });
      await write(environment({ api: api({ info }) }), send(1));
      assert.deepEqual(made, ["send"]);
    });

    it("is refused where the API does not tell the sender, or has trouble telling it", async () => {
      for (const info of [undefined, () => Promise.resolve({ status: 404 }), () => Promise.resolve({ status: 200 })])
        await assert.rejects(
          write(environment({ api: api({ info: info as never }) }), send(1)),
          isReason("recipient-unproven"),
        );
      const late = () => Promise.reject(new ExpectedError("api-timeout", "late"));
      await assert.rejects(write(environment({ api: api({ info: late }) }), send(1)), isReason("api-timeout"));
      assert.deepEqual(made, []);
    });

    it("goes on where the API would take no send either: its answer is the finding", async () => {
      const cause = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
      const down = () => Promise.reject(new ExpectedError("api-unreachable", "down", undefined, { cause }));
      await write(environment({ api: api({ info: down }) }), send(1));
      await write(environment({ api: api({ info: () => Promise.resolve({ status: 401 }) }) }), send(1));
      assert.deepEqual(made, ["send", "send"]);
    });
  });

  describe("in production", () => {
    const production = (over: Partial<UnguardedEnvironment> = {}) =>
      environment({ name: "live", isProduction: true, ...over });
    const at = (ms: number) => ({ now: () => ms });

    it("makes no write until the tenant's code was typed, and records that it was refused", async () => {
      for (const what of everyWrite)
        await assert.rejects(granted(production(), what, audit), isReason("production-read-only"), what.kind);
      assert.deepEqual(made, []);
      const entries = await audit.entries();
      assert.deepEqual(
        entries.map(({ kind, outcome, production }) => [kind, outcome, production]),
        writeKinds.map((kind) => [kind, "refused", true]),
      );
    });

    it("takes only the code as it is", () => {
      for (const typed of ["", "hakwon", "HAKWONPLUS"])
        assert.throws(() => confirmProduction(production(), "hakwonplus", typed), isReason("confirmation-mismatch"));
    });

    it("holds for that environment, that tenant and a while", async () => {
      const confirmation = confirmProduction(production(), "hakwonplus", "hakwonplus", at(0));
      const prepared = (where = production(), what: Write = fix, clock = at(0)) =>
        prepareWrite(where, what, { audit, clock });
      const refused = isReason("production-read-only");
      await (await (await prepared()).grant(confirmation)).write();
      const saessak = { ...fix, tenantCode: "saessak" };
      await assert.rejects((await prepared(production(), saessak)).grant(confirmation), refused);
      await assert.rejects((await prepared(production({ name: "live-2" }))).grant(confirmation), refused);
      await assert.rejects((await prepared(production(), fix, at(11 * 60_000))).grant(confirmation), refused);
      assert.deepEqual(made, [`hakwonplus →${SENDER}`]);
    });

    it("checks again what was checked before a long prompt: a number that changed meanwhile is not called", async () => {
      let now = 0;
      let number = "01012345678";
      const recipients = () => Promise.resolve([{ studentId: 1, number }]);
      const where = production({ tenants: tenants({ recipients }) });
      const clock = { now: () => now };
      const prepared = await prepareWrite(where, send(1), { audit, clock });
      now = 5 * 60_000;
      number = "01099998888";
      const target = await prepared.grant(confirmProduction(where, "hakwonplus", "hakwonplus", clock));
      await assert.rejects(target.write(), isReason("recipient-not-allowed"));
      assert.deepEqual(made, []);
    });
  });

  it("knows the fix that can be taken back, once", async () => {
    const where = environment();
    await write(where, fix);
    const change = lastSenderChange(await audit.entries(), where)!;
    assert.equal(change.after, SENDER);
    assert.equal(lastSenderChange(await audit.entries(), { name: "other" }), undefined);
    await write(where, { ...fix, before: SENDER, after: "", undoes: change.id });
    assert.deepEqual(made, [`hakwonplus →${SENDER}`, `hakwonplus ${SENDER}→`]);
    assert.equal(lastSenderChange(await audit.entries(), where), undefined);
  });

  it("does not set a sender that the backend ignores, and leads to the line that counts", async () => {
    const where = { file: "/backend/worker.py", line: 7 };
    const version = profileOf([{ says: "2026-08", weight: 0.95, what: "NotificationLog has status" }], where);
    await assert.rejects(prepareWrite(environment(), fix, { audit, version }), (error: ExpectedError) => {
      assert.equal(error.reason, "sender-ignored");
      assert.match(error.message, /ignores Tenant\.messaging_sender/);
      assert.deepEqual(whereOf(error), where);
      return true;
    });
    assert.deepEqual(made, []);
  });

  it("does nothing that it cannot record", async () => {
    fs.writeFileSync(path.join(dir, "state"), "a file where the folder should be");
    await assert.rejects(write(environment(), fix), isReason("audit-unwritable"));
    assert.deepEqual(made, []);
  });

  it("records a failure with its reason, masked", async () => {
    const setSender = () => Promise.reject(new Error("no route for 01099998888, password=geheim123"));
    await assert.rejects(write(environment({ tenants: tenants({ setSender }) }), fix));
    const [, failed] = await audit.entries();
    assert.deepEqual([failed?.outcome, failed?.reason], ["failed", "no route for 0109****, password=****"]);
  });
});
