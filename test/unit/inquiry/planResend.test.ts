import assert from "node:assert/strict";
import { planResend } from "../../../src/operations/resend/planResend";
import { emptyPlanText, isSettled } from "../../../src/operations/resend/emptyPlan";
import type { Archived, Ending } from "./archiveFixture";
import { ArchiveOfTest, FIRST_AT, environmentOf, noteMessage } from "./archiveFixture";

const context = {
  signal: new AbortController().signal,
  language: "en" as const,
  interaction: { progress: () => undefined },
} as never;

describe("the plan of a resend", () => {
  const opened = new ArchiveOfTest();

  const planned = async (messages: Archived[]) => {
    messages.forEach((message, index) => noteMessage(opened.archive, index, message));
    const plan = await planResend(environmentOf(opened.archive), {}, context);
    return [
      plan.resends.map(({ id }) => id),
      Object.fromEntries(plan.leftOut.map(({ reason, count }) => [reason, count])),
    ];
  };

  it("takes the refused ones, and leaves out by name those that may have been sent", async () => {
    const messages: Archived[] = [
      { end: "refused" },
      { end: "delivered" },
      { end: "lost answer" },
      { end: "dead", body: "{" },
    ];
    assert.deepEqual(await planned(messages), [["t0"], { delivered: 1, ambiguous: 1, "dead-lettered": 1 }]);
  });

  it("leaves out who got the same text later, and the older of two that failed alike", async () => {
    const [to, other] = ["01011112222", "01033334444"];
    const messages: Archived[] = [
      { to, end: "refused" },
      { to, end: "delivered" },
      { to: other, end: "refused" },
      { to: other, end: "refused" },
    ];
    assert.deepEqual(await planned(messages), [["t3"], { duplicate: 2, delivered: 1 }]);
  });

  it("is settled where nobody needs a message again, and says what keeps those that do", async () => {
    const endings = async (...ends: Ending[]) => {
      ends.forEach((end, index) => noteMessage(opened.archive, index, { end, ...(end === "dead" && { body: "{" }) }));
      const plan = await planResend(environmentOf(opened.archive), {}, context);
      return [plan.resends.length, isSettled(plan), emptyPlanText(plan)];
    };
    assert.deepEqual(await endings(), [0, false, "No such message was found"]);
    assert.deepEqual(await endings("delivered"), [0, true, "No message needs to be sent again"]);
    assert.deepEqual(await endings("delivered", "dead"), [0, false, "No message can be sent again now"]);
  });

  it("takes who got the same text only before", async () => {
    const to = "01011112222";
    assert.deepEqual(
      await planned([
        { to, end: "delivered" },
        { to, end: "refused" },
      ]),
      [["t1"], { delivered: 1 }],
    );
  });

  it("takes one that was asked for although a newer one that was not has the same text", async () => {
    noteMessage(opened.archive, 0, { end: "refused", to: "01011112222" });
    noteMessage(opened.archive, 1, { end: "refused", to: "01011112222" });
    const { resends } = await planResend(environmentOf(opened.archive), { until: FIRST_AT + 500 }, context);
    assert.deepEqual(
      resends.map(({ id }) => id),
      ["t0"],
    );
  });

  it("passes over a body that is no message (the whole plan failed with a SyntaxError)", async () => {
    assert.deepEqual(await planned([{ end: "refused", body: "no JSON" }, { end: "refused" }]), [
      ["t1"],
      { "text-unknown": 1 },
    ]);
  });

  it("leaves out what was sent again, wherever the window ends", async () => {
    noteMessage(opened.archive, 0, { end: "refused" });
    const { resends } = await planResend(environmentOf(opened.archive), {}, context);
    noteMessage(opened.archive, 1, { id: resends[0]!.traceId, end: "refused", to: "01099990000" });
    const plan = await planResend(environmentOf(opened.archive), { id: "t0" }, context);
    assert.deepEqual([plan.resends, plan.leftOut], [[], [{ reason: "already-resent", count: 1 }]]);
  });
});
