import assert from "node:assert/strict";
import type { SequencedEvent } from "../../src/runtime/stack/eventHub";
import type { StackClient } from "../../src/runtime/control/stackClient";
import { randomOf, scaled, seed } from "./scale";
import { enqueueMany, StackFixture } from "../integration/stack/stackFixture";

const MESSAGES = scaled(2_000, 300);
/** Something happens to the stack each time so many messages are done. */
const EVERY = 150;

/** Of the tenant with a channel; Solapi refuses it for its text at the intake, and it goes out again, as SMS. */
const refusedAlimtalk = { tenant_id: 1, message_mode: "both", template_id: "KA01TP260305010000000checkin0001" };

/** Faults that a message meets: it is retried. They stay until one was. */
const met = [
  "provider.server-error",
  "provider.timeout",
  "provider.rate-limited",
  "provider.unauthorized",
  "worker.log-write-failed",
];
/** Faults that nothing gets past: they are put right at once. */
const standstill = ["queue.access-denied-receive", "worker.not-running"];

describe(`${MESSAGES} messages while everything breaks (SEED=${seed})`, () => {
  let stack: StackFixture;
  const env = {
    MESSAGING_SQS_VISIBILITY_SECONDS: "2",
    MESSAGING_WORKER_MAX_IN_FLIGHT: "100",
    SOLAPI_TIMEOUT_SECONDS: "0.3",
  };
  before(async () => (stack = await StackFixture.start(env)));
  after(() => stack.stop());

  /** A worker dies, or a layer is broken; true where it stays so until a message has met it. */
  async function breakSomething(random: () => number): Promise<boolean> {
    const { client } = stack;
    const choice = Math.floor(random() * (met.length + standstill.length + 3));
    const fault = met[choice] ?? standstill[choice - met.length];
    if (fault === undefined) await client.worker("kill");
    else await client.injectFault(fault);
    if (fault !== undefined && standstill.includes(fault)) await client.clearFaults();
    return fault !== undefined && met.includes(fault);
  }

  it("brings each to the inbox exactly once, or says that it may have been sent", async function () {
    this.timeout(600_000);
    const { client } = stack;
    const random = randomOf(seed);
    const queueName = client.address.queueUrl.split("/").at(-1);
    await client.setSender("saessak", "", "0212345678");
    await client.worker("stop");
    await enqueueMany(client, "torture", MESSAGES, (index) => (index % 4 === 0 ? refusedAlimtalk : {}));
    const events = client.events((await client.snapshot()).seq);
    await client.worker("start");
    const done = new Set<string>();
    const ambiguous = new Set<string>();
    let next = EVERY;
    let isBroken = false;
    while (done.size < MESSAGES) {
      const { value } = (await events.next()) as { value: SequencedEvent };
      if (value.type === "provider.ambiguous") ambiguous.add(value.traceId);
      // A redrive deletes too, from the dead-letter queue: such a message is only on its way again.
      if (value.type === "queue.deleted" && value.details.queueName === queueName) done.add(value.traceId);
      if (value.type === "queue.dead-lettered") await client.redrive();
      if (isBroken && value.type === "worker.retrying") {
        await client.clearFaults();
        isBroken = false;
      }
      if (isBroken || done.size < next || done.size > MESSAGES - EVERY) continue;
      next = done.size + EVERY;
      isBroken = await breakSomething(random);
    }
    await events.return(undefined);
    const inbox = await client.inbox();
    const counts = new Map<string, number>();
    for (const { traceId } of inbox) counts.set(traceId, (counts.get(traceId) ?? 0) + 1);
    const twice = [...counts].filter(([, count]) => count > 1);
    const lost = [...done].filter((traceId) => !counts.has(traceId) && !ambiguous.has(traceId));
    assert.deepEqual({ twice, lost }, { twice: [], lost: [] }, lost[0] && (await historyOf(client, lost[0])));
    assert.deepEqual(new Set(inbox.map(({ type }) => type)), new Set(["SMS"]));
    const { queue } = await client.snapshot();
    assert.deepEqual([queue.counts?.visible, queue.counts?.inFlight, queue.counts?.dead], [0, 0, 0]);
  });
});

/** What is known of a message that did not arrive, and how the rows that were written in all ended. */
async function historyOf(client: StackClient, traceId: string): Promise<string> {
  const trace = await client.trace(traceId);
  const reasons = new Map<string, number>();
  for (let afterId = 0; ;) {
    const rows = await client.notificationLogs(afterId);
    if (rows.length === 0) break;
    for (const { failure_reason: reason = "" } of rows) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    afterId = Number(rows.at(-1)!.id);
  }
  const events = trace?.events.map(({ type, details }) => `${type} ${JSON.stringify(details)}`) ?? [];
  return [traceId, ...events, ...[...reasons].map(([reason, count]) => `${count} rows: ${reason}`)].join("\n");
}
