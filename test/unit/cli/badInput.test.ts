import assert from "node:assert/strict";
import { InvalidArgumentError } from "commander";
import { describeSend } from "../../../src/cli/message/sendText";
import { studentIds } from "../../../src/cli/message/studentIds";
import type { SendReport } from "../../../src/operations/message/sendMessages";
import { rejectedTrace } from "../views/measurementFixture";

describe("bad input of a send", () => {
  it("is refused where a student's id would not stay exact (200 digits became 1e+200, and were sent)", () => {
    for (const typed of ["9".repeat(200), "9".repeat(16), "1e3", "1,", "-1", "１"]) {
      assert.throws(
        () => studentIds(typed, InvalidArgumentError),
        { message: "a whole number of at most 15 digits is needed." },
        typed,
      );
    }
    assert.deepEqual(studentIds(`1, ${"9".repeat(15)}`, InvalidArgumentError), [1, 999_999_999_999_999]);
  });

  it("that the API refused names the student, as no number is known (it was sent to ?)", () => {
    const verdict = {
      ...{ layer: "api", outcome: "blocked", cause: "api.body-empty", confidence: 0.95, title: "The text is empty" },
      ...{ explanation: "", evidence: [], fixes: [], needs: [] },
    };
    const report = {
      diagnosis: { version: 1, verdict, layers: [], findings: [] },
      ...{ evidence: { version: 1 }, messages: [rejectedTrace()], recipients: { asked: 1, reached: 0, fates: [] } },
    } as unknown as SendReport;
    const [head] = describeSend({ tenant: "hakwonplus", mode: "sms", text: "", student: [7] }, report);
    assert.equal(head, 'Test message r2  hakwonplus → student 7  SMS ""');
  });
});
