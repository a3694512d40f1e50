import assert from "node:assert/strict";
import { CauseGroups } from "../../../src/operations/inquiry/causeGroups";
import { changesText } from "../../../src/operations/inquiry/changesText";
import { whatChanged } from "../../../src/operations/inquiry/whatChanged";
import type { InquiryFate } from "../../../src/operations/inquiry/archive/messageFates";
import type { Environment } from "../../../src/targets/environment";

const SECOND = 1_000;

const fate = (more: Partial<InquiryFate>): InquiryFate => ({
  layer: null,
  outcome: "ok",
  cause: "none",
  confidence: 1,
  title: "",
  explanation: "",
  fixes: [],
  ...more,
});
const refused = fate({ layer: "provider", outcome: "blocked", cause: "provider.sender-not-registered" });

/** Takes messages newest first, as an inquiry does: the letter is the fate, the place the second. */
function groupsOf(history: string): CauseGroups {
  const groups = new CauseGroups();
  for (let at = history.length - 1; at >= 0; at--) {
    const isGood = history[at] === "g";
    const traits = { sender: isGood ? "0212345678" : "01099998888", template: "none" };
    const message = { id: `t${at}`, at: at * SECOND };
    if (isGood) groups.noteGood(message.at, traits);
    groups.add(message, isGood ? fate({}) : refused, traits);
  }
  return groups;
}

describe("the beginning of a cause", () => {
  it("is between the last message that was sent before it and its first one", () =>
    assert.deepEqual(groupsOf("gggbbgb").beginningOf(refused), {
      lastGood: 2 * SECOND,
      firstBad: 3 * SECOND,
      turned: [{ field: "sender", before: "0212345678", after: "01099998888" }],
    }));

  it("is unknown where nothing was sent before, and says so", () => {
    assert.equal(groupsOf("bbgg").beginningOf(refused), undefined);
    assert.equal(changesText(undefined), "What changed is unknown: no earlier message was sent");
  });

  it("lies with what was written from here, and with a start of the worker in between", async () => {
    const entry = { environment: "local", outcome: "done", description: "Set the sender of hakwonplus" };
    const iso = (seconds: number) => new Date(seconds * SECOND).toISOString();
    const entries = [
      { ...entry, at: iso(1) },
      { ...entry, at: iso(2.4) },
      { ...entry, at: iso(2.5), environment: "staging" },
    ];
    const environment = {
      name: "local",
      worker: {
        linesSince: () =>
          Promise.resolve([
            { at: 2.2 * SECOND, seq: 1, text: "[INFO] Messaging Worker started | queue=q | wait_time=20s" },
            { at: 2.3 * SECOND, seq: 2, text: "[INFO] polling" },
            { at: 9 * SECOND, seq: 3, text: "[INFO] Messaging Worker started | queue=q | wait_time=20s" },
          ]),
        container: () => Promise.resolve({ state: "running" }),
      },
    } as unknown as Environment;
    const audit = { entries: () => Promise.resolve(entries) } as never;
    const beginning = groupsOf("gggbb").beginningOf(refused)!;
    const changes = await whatChanged(environment, beginning, { audit, signal: new AbortController().signal });
    assert.deepEqual(changes, [
      { what: "sender was 0212345678, then 01099998888" },
      { what: "The worker started", at: 2.2 * SECOND },
      { what: "From here: Set the sender of hakwonplus", at: 2.4 * SECOND },
    ]);
  });

  it("is told as nothing known where nothing lies in between", () =>
    assert.equal(changesText([]), "Nothing is known to have changed before it began"));
});
