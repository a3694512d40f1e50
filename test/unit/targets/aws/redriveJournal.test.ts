import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { RedriveJournal } from "../../../../src/targets/aws/redriveJournal";

const DLQ = "https://sqs.example/1/jobs-dlq";
const DAY_MS = 86_400_000;

describe("journal of redrives", () => {
  let dir: string;
  beforeEach(() => (dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-redrive-"))));
  afterEach(() => fs.rmSync(dir, { recursive: true }));
  const files = () => fs.readdirSync(path.join(dir, "redrive")).sort();

  it("keeps what another process notes while this one reads (a stale read truncated it: copied twice)", async () => {
    const [mine, theirs] = [await RedriveJournal.open(dir, DLQ), await RedriveJournal.open(dir, DLQ)];
    await Promise.all([mine.reload(), theirs.note("a", "copying"), mine.reload(), theirs.note("b", "copied")]);
    await mine.note("c", "copied");
    await Promise.all([mine.reload(), theirs.reload()]);
    for (const journal of [mine, theirs])
      assert.deepEqual(
        ["a", "b", "c"].map((id) => journal.stepOf(id)),
        ["copying", "copied", "copied"],
      );
    await Promise.all([mine.close(), theirs.close()]);
  });

  it("reads the file of the version before, and over the end of a month", async () => {
    const first = await RedriveJournal.open(dir, DLQ);
    await first.close();
    const [name] = files();
    const old = path.join(dir, "redrive", name!.replace(/-\d{4}-\d{2}/, ""));
    fs.writeFileSync(old, `${JSON.stringify({ id: "a", step: "copying", at: Date.now() })}\n{"id":"b","st`);
    const next = await RedriveJournal.open(dir, DLQ, Date.now() + 31 * DAY_MS);
    assert.deepEqual([next.stepOf("a"), next.stepOf("b")], ["copying", undefined]);
    await next.close();
  });

  it("removes files that nobody needs any more, and no other queue's", async () => {
    const old = await RedriveJournal.open(dir, DLQ, Date.now() - 100 * DAY_MS);
    await old.close();
    const other = await RedriveJournal.open(dir, "https://sqs.example/1/other-dlq", Date.now() - 100 * DAY_MS);
    await other.close();
    const [before] = [files().length];
    const now = await RedriveJournal.open(dir, DLQ);
    await now.close();
    assert.deepEqual([before, files().length], [2, 2]);
    assert.equal(files().filter((name) => name.includes(new Date().toISOString().slice(0, 7))).length, 1);
  });
});
