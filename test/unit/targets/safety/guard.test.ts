import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { ExpectedError } from "../../../../src/common/errors";
import { offersWrite, prepareWrite } from "../../../../src/targets/safety/guard";
import { lastSenderChange } from "../../../../src/targets/safety/lastSenderChange";
import { whereOf } from "../../../../src/targets/safety/senderField";
import { writeKinds } from "../../../../src/targets/safety/write";
import type { Write } from "../../../../src/targets/safety/write";
import { profileOf } from "../../../../src/targets/version/versionProfile";
import { fakeEnvironment } from "../fakeEnvironment";
import { granted } from "../granted";
import { everyWrite, fix, GuardedBackend, isReason, SENDER } from "./guardedBackend";

describe("guard in front of writes and sends", () => {
  let backend: GuardedBackend;
  beforeEach(() => (backend = new GuardedBackend()));
  afterEach(() => backend.dispose());

  describe("what is opened", () => {
    it("has no writing method, neither in its keys nor behind them", () => {
      const { api, queue, worker, tenants, provider, faults, stack } = backend.environment();
      const hidden = [
        ...["send"].map((name) => [api, name] as const),
        ...["receive", "enqueue", "redrive", "create"].map((name) => [queue, name] as const),
        ...["start", "stop", "restart", "hand"].map((name) => [worker, name] as const),
        ...["setSender"].map((name) => [tenants, name] as const),
        ...["send"].map((name) => [provider, name] as const),
        ...["inject", "clear"].map((name) => [faults, name] as const),
        ...["stop", "setHoldRules", "editHeld", "releaseHeld"].map((name) => [stack, name] as const),
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
      const opened = backend.environment({ worker: Object.assign(own, { start: undefined }) as never });
      origin = "container academy-messaging-worker";
      assert.equal((await opened.queue!.measure()).name, "jobs");
      assert.deepEqual(await backend.audit.entries(), []);
    });

    it("is the only thing that can be written to: a copy of it is refused", async () => {
      const copy = { ...backend.environment(), isProduction: false };
      await assert.rejects(granted(copy, fix, backend.audit), isReason("not-offered"));
      assert.deepEqual(backend.made, []);
    });

    it("is written to where it was opened, whatever is opened besides", async () => {
      const [first, second] = ["first", "second"].map((name) =>
        backend.environment({ name, tenants: backend.tenants({ setSender: () => backend.doing(name, {} as never) }) }),
      );
      const target = await granted(first!, fix, backend.audit);
      await granted(second!, fix, backend.audit);
      await target.write();
      assert.deepEqual(backend.made, ["first"]);
      assert.equal(target.environment, first);
    });
  });

  it("makes each kind of write once and records it before and after", async () => {
    assert.deepEqual(
      everyWrite.map(({ kind }) => kind),
      writeKinds,
    );
    for (const what of everyWrite) {
      backend.made = [];
      const before = (await backend.audit.entries()).length;
      const target = await granted(backend.environment(), what, backend.audit);
      assert.deepEqual(backend.made, [], what.kind);
      await target.write();
      await assert.rejects(target.write(), isReason("write-used"));
      assert.equal(backend.made.length, 1, what.kind);
      const entries = (await backend.audit.entries()).slice(before);
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
    const target = await granted(backend.environment(), purpose, backend.audit);
    purpose.after = "0299999999";
    await target.write();
    assert.deepEqual(backend.made, [`hakwonplus →${SENDER}`]);
  });

  it("says which writes there is a way to, and refuses the others in a sentence", async () => {
    const bare = fakeEnvironment({
      worker: backend.worker({ start: undefined as never, setAside: undefined as never, hand: undefined as never }),
      queue: backend.queue(),
    });
    const offered = everyWrite.filter((what) => offersWrite(bare, what)).map(({ kind }) => kind);
    assert.deepEqual(offered, ["enqueue", "receive", "redrive", "create-queue", "stop-worker", "restart-worker"]);
    const refused: Record<string, string> = {};
    for (const what of everyWrite.filter((each) => !offersWrite(bare, each))) {
      await granted(bare, what, backend.audit).catch((error: ExpectedError) => (refused[what.kind] = error.reason));
    }
    assert.deepEqual(refused, {
      "set-sender": "not-offered",
      send: "not-offered",
      resend: "local-only",
      "hand-to-worker": "not-offered",
      "send-to-sandbox": "not-offered",
      "start-worker": "not-offered",
      "set-worker-aside": "local-only",
      "inject-fault": "local-only",
      "set-up-case": "local-only",
      "clear-faults": "local-only",
      "import-students": "local-only",
      "set-hold-rules": "local-only",
      "edit-held": "local-only",
      "release-held": "local-only",
      "stop-stack": "local-only",
    });
    assert.equal(offersWrite({ ...bare }, { kind: "redrive", limit: 1 }), false);
  });

  it("knows the fix that can be taken back, once", async () => {
    const where = backend.environment();
    await backend.write(where, fix);
    const change = lastSenderChange(await backend.audit.entries(), where)!;
    assert.equal(change.after, SENDER);
    assert.equal(lastSenderChange(await backend.audit.entries(), { name: "other" }), undefined);
    await backend.write(where, { ...fix, before: SENDER, after: "", undoes: change.id });
    assert.deepEqual(backend.made, [`hakwonplus →${SENDER}`, `hakwonplus ${SENDER}→`]);
    assert.equal(lastSenderChange(await backend.audit.entries(), where), undefined);
  });

  it("does not set a sender that the backend ignores, and leads to the line that counts", async () => {
    const where = { file: "/backend/worker.py", line: 7 };
    const version = profileOf([{ says: "2026-08", weight: 0.95, what: "NotificationLog has status" }], where);
    await assert.rejects(
      prepareWrite(backend.environment(), fix, { audit: backend.audit, version }),
      (error: ExpectedError) => {
        assert.equal(error.reason, "sender-ignored");
        assert.match(error.message, /ignores Tenant\.messaging_sender/);
        assert.deepEqual(whereOf(error), where);
        return true;
      },
    );
    assert.deepEqual(backend.made, []);
  });

  it("does nothing that it cannot record", async () => {
    fs.writeFileSync(path.join(backend.dir, "state"), "a file where the folder should be");
    await assert.rejects(backend.write(backend.environment(), fix), isReason("audit-unwritable"));
    assert.deepEqual(backend.made, []);
  });

  it("records a failure with its reason, masked", async () => {
    const setSender = () => Promise.reject(new Error("no route for 01099998888, password=geheim123"));
    await assert.rejects(backend.write(backend.environment({ tenants: backend.tenants({ setSender }) }), fix));
    const [, failed] = await backend.audit.entries();
    assert.deepEqual([failed?.outcome, failed?.reason], ["failed", "no route for 0109****, password=****"]);
  });
});
