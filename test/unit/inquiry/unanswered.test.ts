import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findMessages } from "../../../src/operations/inquiry/findMessages";
import type { MessageFilter } from "../../../src/operations/inquiry/filter/messageFilter";
import type { MessageArchive } from "../../../src/runtime/archive/messageArchive";
import { FIRST_AT, environmentOf, noteMessage, openArchive } from "./archiveFixture";

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
  let dir: string;
  let archive: MessageArchive;

  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-archive-"));
    archive = openArchive(dir);
  });
  afterEach(() => {
    archive.close();
    fs.rmSync(dir, { recursive: true, force: true });
  });

  const found = async (filter: MessageFilter = {}) => {
    const { messages } = await findMessages(environmentOf(archive), filter, 100, context);
    return messages.map(({ student, layer, outcome, cause }) => [student, layer, outcome, cause]);
  };

  it("is a message for each of its students, with its cause, after the stack starts again", async () => {
    archive.noteUnanswered({ ...asked, ...refused, studentIds: [7, 8] });
    archive.noteUnanswered({ ...asked, ...late, sentAt: asked.sentAt + 60_000, studentIds: [9] });
    archive.close();
    archive = openArchive(dir);
    assert.deepEqual((await found()).sort(), [
      [7, "api", "blocked", "api.unreachable"],
      [8, "api", "blocked", "api.unreachable"],
      [9, "api", "blocked", "api.timeout"],
    ]);
    assert.deepEqual(await found({ student: 8, tenant: "hakwonplus" }), [[8, "api", "blocked", "api.unreachable"]]);
    assert.deepEqual(await found({ student: 8, tenant: "saessak" }), []);
  });

  it("shows in its trace that nobody answered, and when", () => {
    archive.noteUnanswered({ ...asked, ...late, studentIds: [7] });
    const [message] = archive.page({ from: 0, until: Number.MAX_SAFE_INTEGER, limit: 1 }).messages;
    const { state, sightings } = archive.trace(message!.trace.traceId)!;
    assert.equal(state, "unknown");
    assert.deepEqual(sightings, [{ kind: "silence", at: asked.sentAt + late.elapsedMs, ...late }]);
  });

  it("is not told twice if the API handled it all the same", async () => {
    noteMessage(archive, 60, { end: "delivered" });
    archive.noteUnanswered({ ...asked, ...late, studentIds: [61, 62] });
    assert.deepEqual((await found()).sort(), [
      [61, null, "ok", "none"],
      [62, "api", "blocked", "api.timeout"],
    ]);
  });

  it("is kept where it named no student", async () => {
    archive.noteUnanswered({ ...asked, ...refused, studentIds: [] });
    assert.deepEqual(await found(), [[undefined, "api", "blocked", "api.unreachable"]]);
  });
});
