import assert from "node:assert/strict";
import { diagnoseNow } from "../../../src/operations/diagnosis/diagnoseNow";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { operationFor, sendVia } from "../../unit/operations/sending";
import { StackFixture } from "../stack/stackFixture";

describe("old dead letters", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  const environment = () => createLocalEnvironment(stack.client);
  const send = (studentId: number) =>
    sendVia(
      environment(),
      { tenantCode: "hakwonplus", start: "api", request: { student_ids: [studentId], raw_body: "테스트" } },
      stack.stateDir,
    );

  it("are not blamed for another message, nor offered for a redrive that would ring parents' phones", async () => {
    for (let count = 0; count < 2; count++) {
      const body = { tenantCode: "hakwonplus", start: "queue" as const, body: "not JSON" };
      const { diagnosis } = await sendVia(environment(), body, stack.stateDir);
      assert.equal(diagnosis.verdict.cause, "worker.message-not-json");
    }
    assert.equal((await stack.client.snapshot()).queue.counts?.dead, 2);
    for (const [studentId, cause] of [
      [3, "api.no-recipients"],
      [1, "none"],
    ] as const) {
      const report = await send(studentId);
      const later = await diagnoseNow(
        environment(),
        { sent: report.sent, ...(report.messages[0] && { trace: report.messages[0] }) },
        operationFor(stack.stateDir),
      );
      for (const { verdict, findings } of [report.diagnosis, later.diagnosis]) {
        assert.equal(verdict.cause, cause);
        const all = [verdict, ...findings];
        assert.deepEqual(
          all.filter(
            (finding) => finding.cause === "queue.dead-lettered" || finding.fixes.some(({ id }) => id === "redrive"),
          ),
          [],
        );
      }
    }
  });
});
