import assert from "node:assert/strict";
import { traceOf } from "../../../src/runtime/message/messageTrace";
import type { SequencedEvent } from "../../../src/runtime/stack/eventHub";
import { evidenceOfArchived } from "../../../src/targets/evidence/archivedEvidence";

const AT = 1_790_000_000_000;
const ids = { groupId: "G1", providerMessageId: "M1" };
const events = (...steps: [type: string, details: object][]) =>
  steps.map(([type, details], index) => ({ type, details, at: AT, traceId: "t1", seq: index + 1 }) as SequencedEvent);

describe("an acceptance that is told after the carrier's report (the message counted as sent)", () => {
  const accepted: [string, object] = ["provider.accepted", { ...ids, code: "2000", type: "SMS" }];
  const undelivered: [string, object] = ["provider.undelivered", { ...ids, code: "3043", message: "phone off" }];

  for (const [name, steps] of Object.entries({
    "in order": [accepted, undelivered],
    late: [undelivered, accepted],
  }))
    it(`leaves the report: ${name}`, () => {
      const trace = traceOf("t1", AT, events(...steps));
      const { provider } = evidenceOfArchived({ trace, apiLines: [], workerLines: [] });
      assert.deepEqual(
        provider?.messages?.map(({ statusCode }) => statusCode),
        ["3043"],
      );
    });
});
