import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "../../../src/common/logger";
import { startSandbox } from "../../../src/runtime/provider/sandbox/sandbox";
import type { Sandbox } from "../../../src/runtime/provider/sandbox/sandbox";
import { SolapiClient } from "../../../src/runtime/provider/solapiClient";
import { seedStore } from "../../../src/runtime/store/seed";
import { openStore } from "../../../src/runtime/store/store";
import { GroupSender } from "../../../src/runtime/worker/sending/groupSender";
import type { GroupSendResult } from "../../../src/runtime/worker/sending/groupSender";
import type { Job } from "../../../src/runtime/worker/jobs/job";
import type { JobStore } from "../../../src/runtime/worker/jobs/jobStore";
import { SqliteJobStore } from "../../../src/runtime/worker/jobs/sqliteJobStore";

const key = "NCSGROUPSENDER00";
const secret = "0123456789ABCDEF0123456789ABCDEF";

/** A call that is never answered ends after so long; while no such call is to come, none ends for being slow. */
const SILENCE_MS = 500;
const PATIENCE_MS = 30_000;

describe("group sender at the sandbox", () => {
  let dir: string;
  let sandbox: Sandbox;
  let store: SqliteJobStore;
  let now: number;
  let ids: number;
  let groups: number;

  // The first call loads the SDK and compiles it: not within SILENCE_MS on a busy machine.
  before(async () => {
    await setUp();
    await newProvider().createGroup();
    await tearDown();
  });
  beforeEach(setUp);
  afterEach(tearDown);

  async function setUp(): Promise<void> {
    dir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-groups-"));
    const seeded = openStore(path.join(dir, "store.sqlite"));
    seedStore(seeded);
    seeded.close();
    now = Date.now();
    ids = 0;
    groups = 0;
    store = openJobs();
    const options = { port: 0, dataDir: dir, apiKey: key, apiSecret: secret, emit: () => undefined, log: silentLogger };
    sandbox = await startSandbox({ ...options, carrierDelayMs: 0 });
  }

  async function tearDown(): Promise<void> {
    await store.close();
    await sandbox.stop();
    await fs.rm(dir, { recursive: true, force: true });
  }

  function newProvider(): SolapiClient {
    return new SolapiClient({
      apiKey: key,
      apiSecret: secret,
      baseUrl: sandbox.baseUrl,
      /** Read at each call. */
      get timeoutMs() {
        const toCome = [sandbox.scenario()?.name, ...sandbox.faults().map(({ scenario }) => scenario)];
        return toCome.some((scenario) => scenario?.startsWith("timeout")) ? SILENCE_MS : PATIENCE_MS;
      },
    });
  }

  const openJobs = () => {
    const clock = { now: () => now };
    return new SqliteJobStore({ path: path.join(dir, "store.sqlite"), leaseMs: 60_000, ormAvailable: true, clock });
  };

  async function claimed(count: number, to = "01012345678"): Promise<Job[]> {
    const jobs = Array.from({ length: count }, (): Job => {
      const id = `job-${++ids}`;
      const payload = { tenant_id: 1, to, text: id, sender: null, created_at: "", message_mode: "sms" as const };
      const sender = { number: "0212345678", source: "Tenant.messaging_sender" as const };
      const common = { key: id, traceId: id, messageId: id, receiptHandle: id, receiveCount: 1 };
      return { ...common, payload, sender, channel: "sms", tenant: undefined };
    });
    const requests = jobs.map((job) => ({
      key: job.key,
      messageId: job.messageId,
      tenantId: 1,
      recipientSummary: "",
      templateSummary: "",
    }));
    await store.claim(requests);
    return jobs;
  }

  /** Sends and waits until every job has its result. */
  async function send(
    jobs: Job[],
    prepare?: (sender: GroupSender) => Promise<void>,
  ): Promise<Map<string, GroupSendResult>> {
    const results = new Map<string, GroupSendResult>();
    const sender = newSender(results);
    if (prepare) await prepare(sender);
    else sender.add(jobs);
    await sender.drained();
    return results;
  }

  function newSender(results: Map<string, GroupSendResult>, jobs: JobStore = store): GroupSender {
    return new GroupSender({
      provider: newProvider(),
      store: jobs,
      toOutgoing: ({ traceId, payload, sender }) => ({
        traceId,
        to: payload.to,
        from: sender.number,
        text: payload.text,
      }),
      concurrency: 4,
      groupSize: 100,
      onGrouped: () => void groups++,
      onSubmitted: () => undefined,
      onResults: async (batch) => {
        for (const { job, result } of batch) {
          assert.ok(!results.has(job.key), `a second result for ${job.key}`);
          results.set(job.key, result);
        }
      },
    });
  }

  /** The store whose connection is lost in that method, before or after what it does, and is not back for the next. */
  function lostIn(method: "openGroup" | "submit", isStored: boolean): JobStore {
    const lose = () => Promise.reject(new Error("connection lost"));
    const call = async <T>(name: string, write: () => Promise<T>): Promise<T> => {
      if (name !== method) return write();
      if (isStored) await write();
      return lose();
    };
    return {
      claim: (requests) => store.claim(requests),
      openGroup: (groupId, keys) => call("openGroup", () => store.openGroup(groupId, keys)),
      submit: (groupId, taken) => call("submit", () => store.submit(groupId, taken)),
      abandonGroup: lose,
      finish: (outcomes) => store.finish(outcomes),
      attemptFailed: (failures) => store.attemptFailed(failures),
      release: (keys) => store.release(keys),
      extendLeases: (keys) => store.extendLeases(keys),
      close: () => store.close(),
    };
  }

  const kinds = (results: Map<string, GroupSendResult>) => [...results.values()].map(({ kind }) => kind);

  it("sends what waits as one group", async () => {
    const results = await send(await claimed(20));
    assert.deepEqual(new Set(kinds(results)), new Set(["accepted"]));
    assert.equal(new Set([...results.values()].map(({ groupId }) => groupId)).size, 1);
    assert.equal(sandbox.inbox().length, 20);
  });

  for (const scenario of [
    "timeout-after-acceptance",
    "reset-after-acceptance",
    "unparsable-200",
    "server-error-after-acceptance",
  ] as const) {
    it(`finds out by the group that it was sent although the answer was lost (${scenario})`, async () => {
      sandbox.setFault({ scenario, step: "send" });
      assert.deepEqual(kinds(await send(await claimed(3))), ["accepted", "accepted", "accepted"]);
      assert.equal(sandbox.inbox().length, 3);
    });
  }

  for (const scenario of [
    "timeout-before-acceptance",
    "reset-before-acceptance",
    "server-error-html",
    "service-unavailable",
  ] as const) {
    it(`sends the same group once more where it was not sent (${scenario})`, async () => {
      sandbox.setFault({ scenario, step: "send" });
      assert.deepEqual(kinds(await send(await claimed(2))), ["accepted", "accepted"]);
      assert.equal(sandbox.inbox().length, 2);
    });

    it(`keeps the message where it is not sent at all (${scenario})`, async () => {
      sandbox.setScenario(scenario, "send");
      const [job] = await claimed(1);
      const [result] = (await send([job!])).values();
      assert.equal(result?.kind, "failed");
      assert.deepEqual(sandbox.inbox(), []);
      // The next delivery resumes the same group: no second one is made.
      sandbox.setScenario(undefined);
      const resume = { state: "submitted" as const, groupId: result.groupId, providerMessageId: "M" };
      assert.deepEqual(kinds(await send([], (sender) => sender.resume(job!, resume))), ["accepted"]);
      assert.equal(sandbox.inbox().length, 1);
    });
  }

  it("did not send a complete group a second time when Solapi says AlreadySent (a parent got two SMS)", async () => {
    const [job] = await claimed(1);
    const [first] = (await send([job!])).values();
    assert.equal(first?.kind, "accepted");
    const resume = { state: "submitted" as const, groupId: first.groupId, providerMessageId: "M" };
    assert.deepEqual(kinds(await send([], (sender) => sender.resume(job!, resume))), ["accepted"]);
    assert.equal(sandbox.inbox().length, 1);
  });

  it("calls it ambiguous, and sends nothing again, where Solapi cannot be asked", async () => {
    sandbox.setFault({ scenario: "timeout-after-acceptance", step: "send" });
    sandbox.setFault({ scenario: "server-error-json", step: "read", times: 10 });
    assert.deepEqual(kinds(await send(await claimed(1))), ["ambiguous"]);
    assert.equal(sandbox.inbox().length, 1);
  });

  it("makes a new group where the answer to adding was lost: the first is never sent", async () => {
    sandbox.setFault({ scenario: "timeout-after-acceptance", step: "add" });
    const jobs = await claimed(2);
    assert.deepEqual(kinds(await send(jobs)), ["failed", "failed"]);
    assert.deepEqual(kinds(await send(jobs)), ["accepted", "accepted"]);
    assert.equal(sandbox.inbox().length, 2);
  });

  it("refuses a message for itself and sends the others", async () => {
    const jobs = [...(await claimed(2)), ...(await claimed(1, "01000001060"))];
    const results = await send(jobs);
    assert.deepEqual(kinds(results).sort(), ["accepted", "accepted", "refused"]);
    const refused = results.get("job-3");
    assert.ok(refused?.kind === "refused" && refused.code === "1060");
    assert.equal(sandbox.inbox().length, 2);
  });

  it("finds the messages for which the SDK refuses the whole call in few groups, and sends the others", async () => {
    const jobs = await claimed(64);
    const unfit = [jobs[5]!, jobs[40]!];
    for (const { payload } of unfit) {
      payload.text = undefined as unknown as string;
      payload.to = 5 as unknown as string;
    }
    const results = await send(jobs);
    const refused = [...results].filter(([, { kind }]) => kind === "refused").map(([id]) => id);
    assert.deepEqual(refused.sort(), unfit.map(({ key }) => key).sort());
    assert.equal(kinds(results).filter((kind) => kind === "accepted").length, 62);
    assert.equal(sandbox.inbox().length, 62);
    assert.equal(groups, 1 + 2 * (1 + 2 * 5), "the whole, then two halves for each that holds an unfit one");
  });

  it("sends nothing that another worker has taken over meanwhile", async () => {
    const [job] = await claimed(1);
    const other = openJobs();
    const results = new Map<string, GroupSendResult>();
    const sender = newSender(results);
    now += 61_000; // the lease is over, and the other worker gets the message
    const claim = { key: job!.key, messageId: job!.key, tenantId: 1, recipientSummary: "", templateSummary: "" };
    assert.equal((await other.claim([claim]))[0]?.kind, "claimed");
    sender.add([job!]);
    await sender.drained();
    assert.deepEqual(kinds(results), ["taken-over"]);
    assert.deepEqual(sandbox.inbox(), []);
    await other.close();
  });

  for (const method of ["openGroup", "submit"] as const) {
    for (const isStored of [false, true]) {
      const when = isStored ? "after it has stored" : "before it stores";
      it(`sends nothing where the database is lost in ${method}, ${when}, and everything once at the next try`, async () => {
        const [job] = await claimed(1);
        const lost = lostIn(method, isStored);
        const results = new Map<string, GroupSendResult>();
        const sender = newSender(results, lost);
        sender.add([job!]);
        await sender.drained();
        const result = results.get(job!.key);
        assert.ok(result?.kind === "failed" && result.code === "database");
        assert.equal(sandbox.inbox().length, 0);

        await store.attemptFailed([{ key: job!.key, failureReason: "", recipientSummary: "", templateSummary: "" }]);
        const request = {
          key: job!.key,
          messageId: job!.messageId,
          tenantId: 1,
          recipientSummary: "",
          templateSummary: "",
        };
        const [claim] = await store.claim([request]);
        assert.ok(claim?.kind === "claimed");
        const { resume } = claim;
        const again = await send([job!], async (next) => {
          if (resume.state === "claimed") next.add([job!]);
          else await next.resume(job!, resume);
        });
        assert.deepEqual(kinds(again), ["accepted"]);
        assert.equal(sandbox.inbox().length, 1);
      });
    }
  }
});
