import assert from "node:assert/strict";
import { controlWorker } from "../../../src/operations/worker/controlWorker";
import { stopStack } from "../../../src/operations/stack/stopStack";
import type { TestSend } from "../../../src/operations/message/testSend";
import type { Environment } from "../../../src/targets/environment";
import { AuditLog } from "../../../src/targets/safety/auditLog";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { operationFor, sendVia } from "../../unit/operations/sending";
import { StackFixture } from "../stack/stackFixture";

const message = { to: "01012345678", text: "비밀", mode: "sms" } as const;

describe("what is done to the local stack", () => {
  let stack: StackFixture;
  let local: Environment;
  before(async () => {
    stack = await StackFixture.start();
    local = createLocalEnvironment(stack.client);
  });
  after(() => stack.stop());

  const recorded = async () => {
    const entries = await new AuditLog(stack.stateDir).entries();
    return entries.map(({ kind, outcome, description }) => [kind, outcome, description]);
  };

  for (const [start, kind, description] of [
    ["worker", "hand-to-worker", "One message to the worker, past the queue"],
    ["provider", "send-to-sandbox", "One message to the sandbox, to 0101****"],
  ] as const) {
    it(`is recorded: a send that starts at the ${start} (it was not)`, async () => {
      const send: TestSend = { tenantCode: "hakwonplus", start, message };
      const { diagnosis } = await sendVia(local, send, stack.stateDir);
      assert.equal(diagnosis.verdict.outcome, "ok", JSON.stringify(diagnosis.verdict));
      assert.deepEqual((await recorded()).slice(-2), [
        [kind, "begun", description],
        [kind, "done", description],
      ]);
    });
  }

  it("is recorded: the worker's stop and start, and that a message has no worker to go to", async () => {
    await controlWorker(local, "stop", operationFor(stack.stateDir));
    const send: TestSend = { tenantCode: "hakwonplus", start: "worker", message };
    await assert.rejects(sendVia(local, send, stack.stateDir), { reason: "worker-not-running" });
    await controlWorker(local, "start", operationFor(stack.stateDir));
    assert.deepEqual(
      (await recorded()).slice(-6).map(([kind, outcome]) => `${kind} ${outcome}`),
      [
        "stop-worker begun",
        "stop-worker done",
        "hand-to-worker begun",
        "hand-to-worker failed",
        "start-worker begun",
        "start-worker done",
      ],
    );
  });

  it("is in the inbox with the time as every other command prints it (it had another form)", async () => {
    const { stdout } = await stack.cli("inbox");
    const forms = stdout
      .trimEnd()
      .split("\n")
      .map((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d  SMS /.test(line));
    assert.deepEqual(forms, [true, true], stdout);
  });

  it("is recorded: its stop, whose process is gone by then", async () => {
    assert.equal(await stopStack(local, operationFor(stack.stateDir)), true);
    await assert.rejects(stack.client.snapshot(), { reason: "stack-gone" });
    assert.deepEqual(
      (await recorded()).slice(-2).map(([kind, outcome]) => `${kind} ${outcome}`),
      ["stop-stack begun", "stop-stack done"],
    );
  });
});
