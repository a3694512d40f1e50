import assert from "node:assert/strict";
import { findMessages } from "../../../src/operations/inquiry/findMessages";
import type { MessageFilter } from "../../../src/operations/inquiry/filter/messageFilter";
import { ArchiveOfTest, FIRST_AT, environmentOf, noteMessage } from "./archiveFixture";

const context = {
  signal: new AbortController().signal,
  language: "en" as const,
  interaction: { progress: () => undefined } as never,
  audit: { entries: () => Promise.resolve([]) } as never,
};

const refused = { elapsedMs: 3, code: "ECONNREFUSED", message: "connect ECONNREFUSED 127.0.0.1:8000" };
const late = { elapsedMs: 5_000, code: "ETIMEDOUT", message: "The operation was aborted due to timeout" };
const asked = { tenantCode: "hakwonplus", sentAt: FIRST_AT + 60_000, mode: "sms" as const };

describe("an attempt that the API did not answer", () => {
  const opened = new ArchiveOfTest();

  const found = async (filter: MessageFilter = {}) => {
    const { messages } = await findMessages(environmentOf(opened.archive), filter, 100, context);
    return messages.map(({ student, layer, outcome, cause }) => [student, layer, outcome, cause]);
  };

  it("is a message for each of its students, with its cause, after the stack starts again", async () => {
    opened.archive.noteUnanswered({ ...asked, ...refused, studentIds: [7, 8] });
    opened.archive.noteUnanswered({ ...asked, ...late, sentAt: asked.sentAt + 60_000, studentIds: [9] });
    opened.reopen();
    assert.deepEqual((await found()).sort(), [
      [7, "api", "blocked", "api.unreachable"],
      [8, "api", "blocked", "api.unreachable"],
      [9, "api", "blocked", "api.timeout"],
    ]);
    assert.deepEqual(await found({ student: 8, tenant: "hakwonplus" }), [[8, "api", "blocked", "api.unreachable"]]);
    assert.deepEqual(await found({ student: 8, tenant: "saessak" }), []);
  });

  it("shows in its trace that nobody answered, and when", () => {
    opened.archive.noteUnanswered({ ...asked, ...late, studentIds: [7] });
    const [message] = opened.archive.page({ from: 0, until: Number.MAX_SAFE_INTEGER, limit: 1 }).messages;
    const { state, sightings } = opened.archive.trace(message!.trace.traceId)!;
    assert.equal(state, "unknown");
    assert.deepEqual(sightings, [{ kind: "silence", at: asked.sentAt + late.elapsedMs, ...late }]);
  });

  it("is not told twice if the API handled it all the same", async () => {
    noteMessage(opened.archive, 60, { end: "delivered" });
    opened.archive.noteUnanswered({ ...asked, ...late, studentIds: [61, 62] });
    assert.deepEqual((await found()).sort(), [
      [61, null, "ok", "none"],
      [62, "api", "blocked", "api.timeout"],
    ]);
  });

  it("is kept where it named no student", async () => {
    opened.archive.noteUnanswered({ ...asked, ...refused, studentIds: [] });
    assert.deepEqual(await found(), [[undefined, "api", "blocked", "api.unreachable"]]);
  });
});
