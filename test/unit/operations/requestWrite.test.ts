import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../../../src/common/errors";
import { requestWrite } from "../../../src/operations/environment/requestWrite";
import type { Interaction } from "../../../src/operations/interaction";
import type { OperationContext } from "../../../src/operations/operation";
import { redriveQueue } from "../../../src/operations/queue/redriveQueue";
import type { Environment } from "../../../src/targets/environment";
import { AuditLog } from "../../../src/targets/safety/auditLog";
import type { Write } from "../../../src/targets/safety/write";
import { fakeEnvironment } from "../targets/fakeEnvironment";
import { everyWrite } from "../targets/safety/guardedBackend";

describe("a person who is asked for a write", () => {
  let dir: string;
  let audit: AuditLog;
  /** Which environment each write reached. */
  let made: string[];
  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-write-"));
    audit = new AuditLog(dir);
    made = [];
  });
  afterEach(() => fs.rmSync(dir, { recursive: true }));

  /** Any method of any target notes whose it is. */
  const backend = (name: string, over: Partial<Environment> = {}): Environment => {
    const make = () => {
      made.push(name);
      return Promise.resolve({} as never);
    };
    const writers = {
      send: make,
      receive: make,
      enqueue: make,
      redrive: make,
      create: make,
      inject: make,
      setUpCase: make,
      clear: make,
    };
    const worker = { origin: "", start: make, stop: make, restart: make, setAside: make, hand: make };
    const parts = {
      api: writers,
      queue: writers,
      faults: writers,
      worker,
      tenants: { origin: "", setSender: make },
      provider: { url: "", send: make },
      stack: { stop: make, importStudents: make, setHoldRules: make, editHeld: make, releaseHeld: make },
    };
    return fakeEnvironment({ name, allowedRecipients: undefined, ...parts, ...over } as never);
  };
  const context = (interaction: Partial<Interaction>): OperationContext => ({
    signal: new AbortController().signal,
    interaction: {
      ask: () => assert.fail("asked"),
      confirm: () => assert.fail("asked to confirm"),
      warn: () => assert.fail("warned"),
      choose: () => assert.fail("asked to choose"),
      progress: () => undefined,
      ...interaction,
    },
    audit,
    language: "en",
  });

  for (const write of everyWrite) {
    it(`${write.kind}: another environment that is selected meanwhile is not the one that is written`, async () => {
      const live = backend("live", { isProduction: true });
      const local = backend("local");
      let selected = live;
      const asking = context({
        confirm: ({ question }) => {
          assert.match(question, /^live is production\./);
          selected = local;
          return Promise.resolve(true);
        },
        ask: ({ isConfirmation, check }) => {
          assert.equal(isConfirmation, true);
          assert.ok(check!("saessak") !== undefined && check!("hakwonplus") === undefined);
          return Promise.resolve("hakwonplus");
        },
      });
      const target = await requestWrite(selected, write, asking);
      assert.equal(selected, local);
      await target!.write();
      assert.deepEqual(made, ["live"]);
      assert.deepEqual(
        (await audit.entries()).map(({ environment, production, outcome }) => [environment, production, outcome]),
        [
          ["live", true, "begun"],
          ["live", true, "done"],
        ],
      );
    });

    it(`${write.kind}: gives up at the preview or at the code, and nothing is done`, async () => {
      const live = backend("live", { isProduction: true });
      const asked = context({ confirm: () => Promise.resolve(true), ask: () => Promise.resolve(undefined) });
      assert.equal(await requestWrite(live, write, context({ confirm: () => Promise.resolve(false) })), undefined);
      assert.equal(await requestWrite(live, write, asked), undefined);
      const wrong = context({ confirm: () => Promise.resolve(true), ask: () => Promise.resolve("saessak") });
      await assert.rejects(requestWrite(live, write, wrong), { reason: "confirmation-mismatch" });
      assert.deepEqual(made, []);
    });

    it(`${write.kind}: is not there, so production is refused, and that is recorded`, async () => {
      const nobody = context({ confirm: () => Promise.reject(new ExpectedError("confirmation-needed", "nobody")) });
      await assert.rejects(requestWrite(backend("live", { isProduction: true }), write, nobody), {
        reason: "production-read-only",
      });
      assert.deepEqual(
        (await audit.entries()).map(({ kind, outcome }) => [kind, outcome]),
        [[write.kind, "refused"]],
      );
      assert.deepEqual(made, []);
    });

    it(`${write.kind}: is not asked on the local stack, and it is recorded too`, async () => {
      await (await requestWrite(backend("local"), write, context({})))!.write();
      assert.deepEqual(made, ["local"]);
      assert.deepEqual(
        (await audit.entries()).map(({ environment, outcome }) => [environment, outcome]),
        [
          ["local", "begun"],
          ["local", "done"],
        ],
      );
    });
  }

  it("is asked only once everything else was checked: a recipient who is not allowed costs no code", async () => {
    const recipients = () => Promise.resolve([{ studentId: 1, number: "01099998888" }]);
    const live = backend("live", {
      isProduction: true,
      allowedRecipients: ["01012345678"],
      tenants: { origin: "", recipients } as never,
    });
    const send = { kind: "send", tenantCode: "hakwonplus", request: { student_ids: [1] } } satisfies Write;
    await assert.rejects(requestWrite(live, send, context({})), { reason: "recipient-not-allowed" });
  });

  describe("for a redrive", () => {
    const sentAt = Date.now() - 3 * 86_400_000;
    const dead = [
      { messageId: "m1", body: '{"to":"01012345678","text":"비밀"}', receiveCount: 3, sentAt },
      { messageId: "m2", body: "foreign", receiveCount: 3, sentAt },
    ];
    const counts = { visible: 0, inFlight: 0, delayed: 0, dead: 2 };
    const measure = () => Promise.resolve({ name: "jobs", region: "", counts });
    const moving = (over: object) => {
      const redriven: unknown[] = [];
      const redrive = (_limit: number, only: unknown) => {
        redriven.push(only);
        return Promise.resolve(2);
      };
      return { redriven, environment: backend("staging", { queue: { measure, redrive, ...over } as never }) };
    };

    it("sees time, masked recipient and age of what would be sent, and nothing else is moved", async () => {
      const { redriven, environment } = moving({ peek: () => Promise.resolve(dead) });
      const seen: string[] = [];
      const confirm: Interaction["confirm"] = ({ detail, action }) => {
        seen.push(detail ?? "", action);
        return Promise.resolve(true);
      };
      assert.deepEqual(await redriveQueue(environment, context({ confirm })), { dead: 2, moved: 2 });
      assert.match(seen[0]!, /0101\*\*\*\* · 72 h old\n.*recipient unknown · 72 h old/);
      assert.doesNotMatch(seen[0]!, /01012345678|비밀/);
      assert.equal(seen[1], "Redrive 2");
      assert.deepEqual(redriven, [["m1", "m2"]]);
    });

    it("may look first where only a receive shows messages, or do without", async () => {
      const received: string[] = [];
      const receive = (_limit: number, from: string) => {
        received.push(from);
        return Promise.resolve(dead);
      };
      const confirm = () => Promise.resolve(true);
      for (const [wanted, from, only] of [
        ["look", ["dead-letter queue"], ["m1", "m2"]],
        ["unseen", [], undefined],
      ] as const) {
        received.length = 0;
        const { redriven, environment } = moving({ receive });
        const choose: Interaction["choose"] = (_title, choices) =>
          Promise.resolve(choices.find(({ value }) => (value as unknown) === wanted)?.value);
        await redriveQueue(environment, context({ confirm, choose }));
        assert.deepEqual([received, redriven], [from, [only]]);
      }
    });

    it("moves nothing where the person gives up", async () => {
      const { redriven, environment } = moving({ peek: () => Promise.resolve(dead) });
      assert.equal(await redriveQueue(environment, context({ confirm: () => Promise.resolve(false) })), undefined);
      assert.deepEqual(redriven, []);
    });
  });
});
