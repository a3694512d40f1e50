import assert from "node:assert/strict";
import { bytesText, messagesText, restartsText, studentsText, faultsText } from "../../../src/common/text/counts";

describe("what is counted", () => {
  it("is singular for one (1 bytes, restarted 1 times, to 1 students)", () => {
    const texts = [bytesText, messagesText, studentsText, restartsText, faultsText];
    assert.deepEqual(
      texts.map((text) => text(1)),
      ["1 byte", "1 message", "1 student", "restarted once", "1 fault active"],
    );
    assert.deepEqual(
      texts.map((text) => text(2)),
      ["2 bytes", "2 messages", "2 students", "restarted 2 times", "2 faults active"],
    );
  });
});
