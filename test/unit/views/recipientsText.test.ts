import assert from "node:assert/strict";
import { recipientsText } from "../../../src/operations/message/recipientFates";
import type { Fate } from "../../../src/operations/message/recipientFates";

const fate = (given: Partial<Fate>): Fate => ({
  ...{ outcome: "reached", cause: "none", text: "reached Solapi", count: 1, students: [1], traceIds: [] },
  ...given,
});

describe("the recipients of a send, in one sentence", () => {
  it("are counted and, where something is wrong, named with the reason", () => {
    const leftOut = fate({ outcome: "leftOut", text: "no phone number", students: [3] });
    const stopped = fate({ outcome: "stopped", text: "Solapi: Refused", count: 2, students: [5, 6] });
    assert.equal(
      recipientsText({ asked: 4, reached: 1, fates: [stopped, fate({}), leftOut] }),
      "1 of 4 reached Solapi; not reached: students 5, 6 (Solapi: Refused), student 3 (no phone number)",
    );
  });

  it("that were reached without a row are not to be sent to again (it said only that they were reached)", () => {
    const unrecorded = fate({ outcome: "degraded", text: "Worker: No row", count: 2, students: [1, 2] });
    assert.equal(
      recipientsText({ asked: 2, reached: 2, fates: [unrecorded] }),
      "2 of 2 reached Solapi; students 1, 2 (reached, do not send again: Worker: No row)",
    );
  });
});
