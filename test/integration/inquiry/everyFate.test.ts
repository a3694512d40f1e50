import assert from "node:assert/strict";
import os from "node:os";
import { findMessages } from "../../../src/operations/inquiry/findMessages";
import { diagnoseMessage } from "../../../src/operations/diagnosis/diagnoseMessage";
import { endsMessage } from "../../../src/runtime/message/messageEnd";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { StackFixture } from "../stack/stackFixture";

const context = {
  signal: new AbortController().signal,
  language: "en" as const,
  interaction: { progress: () => undefined } as never,
};

describe("the fate of every fault's message", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  it("is the verdict that a diagnosis of the message gives", async function () {
    this.timeout(600_000);
    const { client } = stack;
    const environment = createLocalEnvironment(client);
    const differing: string[] = [];
    for (const { id } of await client.faults()) {
      if (process.env.ONLY && !id.includes(process.env.ONLY)) continue;
      const { send } = await client.injectFault(id);
      const since = (await client.snapshot()).seq;
      const tenant = send?.tenantCode ?? "hakwonplus";
      let traceIds: string[] = [];
      const request = { student_ids: [1], raw_body: "안녕", ...(send?.via === "api" ? send.request : {}) };
      if (send?.via === "queue") {
        const { traceId, messageId } = await client.enqueue(send.body.replaceAll("{trace_id}", `t${Date.now()}`));
        traceIds = [traceId ?? messageId];
      } else {
        try {
          const answer = await client.send(tenant, request as never, AbortSignal.timeout(3_000));
          traceIds = answer.traceIds.length > 0 ? answer.traceIds : [answer.requestId];
        } catch {
          await client.clearFaults();
          continue; // nothing reached the stack
        }
      }
      const [traceId] = traceIds;
      const ended = AbortSignal.timeout(4_000);
      for await (const event of client.events(since, ended))
        if (event.traceId === traceId && endsMessage(event.type)) break;
      const trace = await client.trace(traceId!).catch(() => undefined);
      const told = trace && (await diagnoseMessage(environment, { trace }, context)).diagnosis.verdict;
      const found = await findMessages(environment, { id: traceId! }, 10, context);
      const [group] = found.groups;
      const shown = (each: { layer: unknown; outcome: string; cause: string } | undefined) =>
        each ? `${String(each.layer)} ${each.outcome} ${each.cause}` : "nothing";
      console.log(`${id.padEnd(34)} ${shown(told).padEnd(50)} ${shown(group)}`);
      if (shown(told) !== shown(group)) differing.push(id);
      await client.clearFaults();
    }
    assert.deepEqual(differing, [], os.EOL);
  });
});
