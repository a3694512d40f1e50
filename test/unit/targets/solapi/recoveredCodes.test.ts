import assert from "node:assert/strict";
import type { LogRow } from "../../../../src/runtime/control/stackContract";
import type { ProviderRecord } from "../../../../src/targets/environment";
import { hasLostCode, matchCodes } from "../../../../src/targets/solapi/recoveredCodes";

const AT = Date.parse("2026-03-05T01:00:00Z");
const GENERIC = "메시지 접수에 실패했습니다. 자세한 내용은 failed_messages를 확인하세요.";

const row = (id: string, change: Partial<LogRow> = {}, afterMs = 0): LogRow => ({
  id,
  sent_at: new Date(AT + afterMs).toISOString(),
  success: false,
  failure_reason: GENERIC,
  recipient_summary: "0101****",
  ...change,
});
const record = (messageId: string, statusCode: string, to = "01012345678", afterMs = -200): ProviderRecord => ({
  messageId,
  statusCode,
  to,
  createdAt: AT + afterMs,
});
const found = (rows: LogRow[], records: ProviderRecord[]) =>
  matchCodes(rows, records).map(({ rowId, statusCode, confidence, candidates }) => [
    rowId,
    statusCode,
    confidence,
    candidates,
  ]);

describe("a code that the backend threw away", () => {
  it("is one where nothing but a generic sentence is left", () => {
    for (const failure_reason of [GENERIC, "", "  ", "alimtalk_no_success"])
      assert.ok(hasLostCode(row("1", { failure_reason })), failure_reason);
    for (const failure_reason of ["[1062] 발신번호 미등록", "insufficient_balance", "sender_required", "timed out"])
      assert.ok(!hasLostCode(row("1", { failure_reason })), failure_reason);
    assert.ok(!hasLostCode(row("1", { success: true, failure_reason: "" })));
  });

  it("is recovered surely from the only refused record of that number and time", () => {
    const records = [
      record("other number", "1062", "01098765432"),
      record("accepted", "4000"),
      record("yesterday", "3104", "01012345678", -86_400_000),
      record("later", "3104", "01012345678", 60_000),
      record("own", "1043"),
    ];
    assert.deepEqual(found([row("1")], records), [["1", "1043", 0.9, 1]]);
  });

  it("is recovered as surely as its code where several records have the same", () => {
    assert.deepEqual(found([row("1")], [record("a", "1043"), record("b", "1043", "01011112222")]), [
      ["1", "1043", 0.85, 2],
    ]);
  });

  it("is a guess among records of different codes: the nearest in time", () => {
    const records = [record("a", "1043", "01011112222", -90_000), record("b", "1062", "01012345678", -300)];
    assert.deepEqual(found([row("1")], records), [["1", "1062", 0.4, 2]]);
  });

  it("is half sure where one record fits several rows", () => {
    assert.deepEqual(found([row("1"), row("2", {}, 3_000)], [record("a", "1043")]), [
      ["1", "1043", 0.5, 1],
      ["2", "1043", 0.5, 1],
    ]);
  });

  it("is never more than a guess for a row without a number", () => {
    assert.deepEqual(found([row("1", { recipient_summary: "" })], [record("a", "1043")]), [["1", "1043", 0.4, 1]]);
  });

  it("stays lost where no record fits", () => {
    assert.deepEqual(found([row("1")], [{ messageId: "no time", statusCode: "1043", to: "01012345678" }]), []);
    assert.deepEqual(found([row("1")], []), []);
    assert.deepEqual(found([], [record("a", "1043")]), []);
  });
});
