import assert from "node:assert/strict";
import { warnBeforeSend } from "../../../src/operations/message/sendWarnings";
import type { TestSend } from "../../../src/operations/message/testSend";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { nobody, operationFor } from "../../unit/operations/sending";
import { StackFixture } from "../stack/stackFixture";

describe("the present, apart from the last message", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());
  afterEach(() => stack.client.clearFaults());

  const json = async (...args: string[]) => {
    const { code, stdout } = await stack.cli(...args, "--json");
    return { code, ...JSON.parse(stdout) };
  };

  describe("diagnose without a send", () => {
    it("has only the present to tell before the first message, and its exit code", async () => {
      const fine = await json("diagnose");
      assert.deepEqual([fine.code, fine.isMessageKnown, fine.now.status], [0, false, "fine"]);
      await stack.client.injectFault("worker.not-running");
      const { code, stdout } = await stack.cli("diagnose");
      assert.equal(code, 1);
      assert.match(stdout, /No message is known\.\n\n +Now +Worker: The worker is stopped · Start the worker/);
    });

    it("keeps the message's verdict and its exit code, and tells apart from it what is wrong now", async () => {
      await stack.cli("send", "--student", "1", "--text", "테스트");
      await stack.client.injectFault("queue.access-denied-receive");
      const { code, verdict, now } = await json("diagnose");
      assert.deepEqual([code, verdict.outcome, now.status], [0, "ok", "wrong"]);
      assert.deepEqual(
        now.wrong.map(({ layer, cause }: { layer: string; cause: string }) => [layer, cause]),
        [["worker", "queue.access-denied-receive"]],
      );
      const { stdout } = await stack.cli("diagnose");
      assert.match(stdout, /Reached[\s\S]*\n +Now +Worker: The worker may not receive from the queue/);
      const report = await stack.cli("diagnose", "--report", "md");
      assert.match(report.stdout, /## Verdict[\s\S]*## Now\n\n- Worker: The worker may not receive from the queue/);
    });
  });

  describe("before a send", () => {
    it("warns of what would stop the message, with the next step, and sends it all the same", async () => {
      await stack.client.injectFault("provider.unauthorized");
      const { code, stderr, stdout } = await stack.cli("send", "--student", "1", "--text", "테스트", "--json");
      assert.equal(code, 1);
      assert.match(stderr, /^! Solapi: Solapi refuses the API key\n {2}\S/);
      const { warnings, traces } = JSON.parse(stdout);
      assert.deepEqual(
        warnings.map(({ cause }: { cause: string }) => cause),
        ["provider.unauthorized"],
      );
      assert.equal(traces.length, 1);
    });

    it("does not take the refusal of an earlier message for the present", async () => {
      await stack.client.injectFault("provider.recipient-blocked");
      await stack.cli("diagnose", "--send");
      await stack.client.clearFaults();
      const { warnings } = await json("send", "--student", "1", "--text", "테스트");
      assert.deepEqual(warnings, []);
    });

    const environment = () => createLocalEnvironment(stack.client);
    const send: TestSend = {
      tenantCode: "hakwonplus",
      start: "api",
      request: { student_ids: [1], raw_body: "테스트" },
    };
    const direct = (start: "queue" | "provider"): TestSend => ({
      tenantCode: "hakwonplus",
      start,
      message: { to: "01012345678", text: "테스트", mode: "sms" },
    });

    it("waits for nothing where all is well", async () => {
      const times: number[] = [];
      for (let turn = 0; turn < 10; turn++) {
        const startedAt = performance.now();
        assert.deepEqual(await warnBeforeSend(environment(), send, operationFor(stack.stateDir)), []);
        times.push(performance.now() - startedAt);
      }
      const shortest = Math.min(...times);
      process.stdout.write(`    a look before a send: ${Math.round(shortest)} ms\n`);
      assert.ok(shortest < 1_000, `${Math.round(shortest)} ms`);
    });

    it("warns only of what lies on the message's way", async () => {
      await stack.client.injectFault("api.unauthorized");
      await stack.client.injectFault("worker.not-running");
      const causes = async (what: TestSend) =>
        (await warnBeforeSend(environment(), what, operationFor(stack.stateDir)))?.map(({ cause }) => cause);
      assert.deepEqual(await causes(send), ["api.unauthorized", "worker.not-running"]);
      assert.deepEqual(await causes(direct("queue")), ["worker.not-running"]);
      assert.deepEqual(await causes(direct("provider")), []);
    });

    it("asks before it rings a phone, and sends nothing if the user cancels", async () => {
      await stack.client.injectFault("worker.not-running");
      const asked: (string | undefined)[] = [];
      const cancelling = {
        ...nobody(),
        warn: (_warnings: unknown, action?: string) => {
          asked.push(action);
          return Promise.resolve(false);
        },
      };
      const { traces: _traces, ...targets } = environment();
      const staging = { ...targets, name: "staging" };
      const operation = operationFor(stack.stateDir, { interaction: cancelling });
      assert.equal(await warnBeforeSend(staging, send, operation), undefined);
      assert.deepEqual(asked, ["Send anyway"]);
    });
  });

  it("looks at the tenant that is given, not always at the sample's", async () => {
    const { code, layers } = await json("check", "--tenant", "saessak");
    assert.equal(code, 1);
    const data = layers.find(({ layer }: { layer: string }) => layer === "data");
    assert.deepEqual([data.status, data.facts[0].cause], ["blocked", "api.sender-empty"]);
    assert.equal((await json("check")).code, 0);
  });
});
