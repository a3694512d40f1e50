import assert from "node:assert/strict";
import { tellVerdict } from "../../../src/commands/diagnosis/verdictToast";
import type { Told } from "../../../src/commands/diagnosis/verdictToast";
import type { CommandContext } from "../../../src/commands/context";
import type { Finding } from "../../../src/diagnosis/diagnosis";
import type { Action } from "../../../src/host/toasts/notifier";
import { problemText } from "../../../src/operations/layers/presentText";
import { reachedTrace, refusedTrace, traceOf } from "../views/measurementFixture";

const verdictOf = (verdict: Partial<Finding>): Told["diagnosis"] => ({
  version: 1,
  verdict: {
    ...{ layer: null, outcome: "unknown", cause: "none", confidence: 0.9, title: "Cannot tell", explanation: "" },
    ...{ evidence: [], fixes: [], needs: [], ...verdict },
  },
  layers: [],
  findings: [],
});

/** The toast and the commands of its buttons, in order. */
async function toastOf(told: Omit<Told, "environment" | "failed"> & Partial<Told>) {
  const shown: { kind: string; text: string; buttons: Action[] }[] = [];
  const toast =
    (kind: string) =>
    (text: string, ...buttons: Action[]) =>
      Promise.resolve(void shown.push({ kind, text, buttons }));
  const ran: unknown[][] = [];
  const context = {
    notifier: { info: toast("info"), warning: toast("warning"), error: toast("error") },
    execute: (...command: unknown[]) => Promise.resolve(void ran.push(command)),
    operations: () => ({ problemText }),
  } as unknown as CommandContext;
  await tellVerdict(context, { environment: {} as Told["environment"], failed: [], ...told });
  assert.equal(shown.length, 1);
  const [{ kind, text, buttons }] = shown as [(typeof shown)[0]];
  for (const button of buttons) await button.run();
  return { kind, text, buttons: buttons.map(({ title }, index) => [title, ...(ran[index] ?? [])]) };
}

describe("the toast of a verdict", () => {
  it("names the message by time and recipient, and opens its trace (nothing told which one was meant)", async () => {
    const diagnosis = verdictOf({
      layer: "provider",
      outcome: "blocked",
      cause: "provider.balance",
      title: "No balance (1030)",
    });
    assert.deepEqual(await toastOf({ diagnosis, trace: refusedTrace("r1") }), {
      kind: "error",
      text: "10:00:00 → 0101****: Stopped at Solapi: No balance (1030).",
      buttons: [["Show trace", "messaging.trace.open", "r1"]],
    });
  });

  it("offers to send where there is no message yet (it said: Cannot tell. Needs: api)", async () => {
    assert.deepEqual(await toastOf({ diagnosis: verdictOf({ needs: ["api"] }), isMessageKnown: false }), {
      kind: "info",
      text: "There is no message to diagnose yet.",
      buttons: [["Send test message", "messaging.message.send"]],
    });
  });

  it("offers to show a finding that is ignored (it said: Cannot tell. Needs: Cannot tell)", async () => {
    const trace = refusedTrace("r1");
    assert.deepEqual(await toastOf({ diagnosis: verdictOf({}), trace, ignoredTitle: "No balance" }), {
      kind: "info",
      text: "10:00:00 → 0101****: The only finding is ignored here: No balance.",
      buttons: [
        ["Show it", "messaging.finding.manageIgnored"],
        ["Show trace", "messaging.trace.open", "r1"],
      ],
    });
  });

  it("says of a delivered message without a row not to send it again, and of a silent carrier that it did not arrive", async () => {
    const title = "The NotificationLog row could not be written";
    const unrecorded = verdictOf({ layer: "worker", outcome: "degraded", cause: "worker.log-write-failed", title });
    assert.equal(
      (await toastOf({ diagnosis: unrecorded, trace: reachedTrace("d1") })).text,
      `10:00:00 → 0101****: Reached Solapi, do not send it again. ${title}.`,
    );
    const lost = verdictOf({
      layer: "provider",
      outcome: "silent",
      cause: "provider.undelivered",
      title: "The phone is off (3043)",
    });
    assert.equal(
      (await toastOf({ diagnosis: lost, trace: reachedTrace("d2") })).text,
      "10:00:00 → 0101****: Solapi accepted it, but it was not delivered: The phone is off (3043).",
    );
  });

  it("warns that a message without an answer may have been sent, and informs of one that was left out on purpose", async () => {
    const trace = traceOf("a1", ["provider.ambiguous", 1, { groupId: "G", reason: "timed-out" }]);
    const unanswered = verdictOf({ layer: "provider", outcome: "ambiguous", title: "Solapi did not answer in time" });
    const { kind, text } = await toastOf({ diagnosis: unanswered, trace });
    assert.deepEqual(
      [kind, text],
      ["warning", "10:00:00: May have been sent: Solapi did not answer in time. Look it up before you send it again."],
    );
    const skipped = verdictOf({ layer: "worker", outcome: "skipped", title: "The reservation was cancelled" });
    assert.equal((await toastOf({ diagnosis: skipped, trace })).kind, "info");
  });
});
