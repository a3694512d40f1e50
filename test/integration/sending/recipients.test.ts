import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StackFixture } from "../stack/stackFixture";

interface SendJson {
  reached: boolean;
  recipients: {
    asked: number;
    reached: number;
    fates: { outcome: string; cause: string; count: number; students: number[] }[];
  };
  traces: { traceId: string; state: string; verdict?: { cause: string } }[];
  diagnosis: { verdict: { cause: string; outcome: string } };
}

/** The sample data: 1 and 2 have a number, 3 has none, 4 is deleted. */
describe("each recipient of a send", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  const send = async (students: string) => {
    const { code, stdout } = await stack.cli("send", "--student", students, "--text", "테스트", "--json");
    return { code, ...(JSON.parse(stdout) as SendJson) };
  };
  const fatesOf = ({ recipients }: SendJson) =>
    recipients.fates
      .map(({ outcome, cause, count, students }) => [outcome, cause, count, students] as const)
      .sort((one, other) => (one[3][0] ?? 0) - (other[3][0] ?? 0));

  it("has a fate of its own (2 of 4 arrived, and it said success)", async () => {
    const sent = await send("1,2,3,4");
    assert.equal(sent.code, 1);
    assert.equal(sent.reached, false);
    assert.deepEqual([sent.recipients.asked, sent.recipients.reached], [4, 2]);
    assert.deepEqual(fatesOf(sent), [
      ["reached", "none", 2, [1, 2]],
      ["leftOut", "api.recipients-skipped", 1, [3]],
      ["leftOut", "api.students-not-found", 1, [4]],
    ]);
    const { stdout } = await stack.cli("send", "--student", "1,2,3,4", "--text", "테스트");
    assert.match(stdout, /2 of 4 reached Solapi/);
    assert.match(stdout, /student 3 \(no phone number\)/);
    assert.match(stdout, /student 4 \(the student is deleted\)/);
    assert.match(stdout, /◌ API +Some chosen students do not exist/, "it read as if nobody existed");
  });

  it("that does not exist is said (it was dropped without a word)", async () => {
    const sent = await send("1,999");
    assert.equal(sent.code, 1);
    assert.deepEqual(fatesOf(sent), [
      ["reached", "none", 1, [1]],
      ["leftOut", "api.students-not-found", 1, [999]],
    ]);
    assert.deepEqual(
      [sent.diagnosis.verdict.cause, sent.diagnosis.verdict.outcome],
      ["api.students-not-found", "degraded"],
    );
  });

  it("that was left out is no message under way for ever", async () => {
    const { traces } = await send("1,3");
    assert.deepEqual(traces.map(({ state }) => state).sort(), ["delivered", "left-out"]);
  });

  it("is counted once among 300, and the summary is short (2,422 lines)", async () => {
    addStudents(stack.stateDir, 1_001, 300);
    const ids = Array.from({ length: 300 }, (_, index) => 1_001 + index);
    const { code, stdout } = await stack.cli("send", "--student", [...ids, 3, 4, 99_999].join(","), "--text", "테스트");
    assert.equal(code, 1, stdout);
    const counts = [...stdout.matchAll(/^. (\d+) of 303 {2}/gm)].map(([, count]) => Number(count));
    assert.deepEqual(counts, [300, 2, 1], stdout);
    assert.ok(stdout.split("\n").length < 40, stdout);
  });

  it("has a cause where some were refused: counts by outcome and cause add up", async () => {
    await stack.client.injectFault("provider.sender-not-registered");
    try {
      const sent = await send("1,2,3,998");
      assert.deepEqual(fatesOf(sent), [
        ["stopped", "provider.sender-not-registered", 2, [1, 2]],
        ["leftOut", "api.recipients-skipped", 1, [3]],
        ["leftOut", "api.students-not-found", 1, [998]],
      ]);
      assert.equal(
        sent.recipients.fates.reduce((sum, { count }) => sum + count, 0),
        sent.recipients.asked,
      );
    } finally {
      await stack.client.clearFaults();
    }
  });

  it("may be several for diagnose --send, which says how many were reached", async () => {
    const { code, stdout } = await stack.cli("diagnose", "--send", "--student", "1,2,3");
    assert.equal(code, 1, stdout);
    assert.match(stdout, /2 of 3 reached Solapi; not reached: student 3 \(no phone number\)/);
  });

  it("is sent for the tenant that the help names, without --tenant", async () => {
    const { stdout } = await stack.cli("send", "--help");
    assert.match(stdout, /--tenant <code>.*default: "hakwonplus"/);
  });
});

function addStudents(stateDir: string, first: number, count: number): void {
  const database = new DatabaseSync(path.join(stateDir, "store.sqlite"));
  try {
    const insert = database.prepare(
      "INSERT INTO students_student (id, tenant_id, name, phone, parent_phone, deleted_at) VALUES (?, 1, ?, NULL, ?, NULL)",
    );
    database.exec("BEGIN");
    for (let id = first; id < first + count; id++) insert.run(id, `학생${id}`, `0103${String(id).padStart(7, "0")}`);
    database.exec("COMMIT");
  } finally {
    database.close();
  }
}
