import assert from "node:assert/strict";
import fc from "fast-check";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { allBlind } from "./allBlind";
import { assertConforms } from "./conformity";
import type { BlindCase } from "./kit";
import { disguise, loss } from "./mutations";

const read = (bundle: unknown) => diagnose(parseEvidence(JSON.stringify(bundle)));
const expected = ({ expect }: BlindCase) => {
  const [outcomes = "", causes = ""] = expect.split(" ");
  return { outcomes: outcomes.split("/"), causes: causes.split("/") };
};

describe("blind bundles: expected from the documents before the engine saw them", () => {
  for (const one of allBlind) {
    it(`${one.id} → ${one.expect}`, () => {
      const diagnosis = read(one.bundle);
      const { cause, outcome, confidence, title } = diagnosis.verdict;
      const { outcomes, causes } = expected(one);
      assert.ok(causes.includes(cause) && outcomes.includes(outcome), `${outcome} ${cause} at ${confidence}: ${title}`);
      assertConforms(diagnosis);
    });
  }

  it("have ids of their own", () => {
    assert.equal(new Set(allBlind.map(({ id }) => id)).size, allBlind.length);
  });
});

describe("bundles as they come: disguised or with parts missing", () => {
  // A log that holds nothing of this worker, or no time at all, becomes another log by the lines of one; and a worker
  // that ran before was not started late. A line that lost its beginning is the first of its log.
  const tellsItself = allBlind.filter(
    ({ id, bundle }) =>
      !/^unk-|ai-log|tz-none|1mb-line|late-start|truncated-time/.test(id) &&
      (bundle as { worker?: { logs?: string } }).worker?.logs !== "",
  );
  const seed = 20_260_305;

  it("the same verdict whatever surrounds the evidence", () => {
    const before = new Map(tellsItself.map((one) => [one, read(one.bundle).verdict]));
    fc.assert(
      fc.property(
        fc.constantFrom(...tellsItself),
        fc.array(disguise, { minLength: 1, maxLength: 3 }),
        (one, changes) => {
          const changed = changes.reduce((bundle, { apply }) => apply(bundle), one.bundle as Record<string, unknown>);
          const { verdict } = read(changed);
          const was = before.get(one);
          assert.equal(
            `${verdict.outcome} ${verdict.cause}`,
            `${was?.outcome} ${was?.cause}`,
            `${one.id}: ${changes.map(({ name }) => name).join(", ")}`,
          );
        },
      ),
      { seed, numRuns: 1_500 },
    );
  });

  it("never throws, and is of the documented form whatever is missing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...tellsItself), fc.array(loss, { minLength: 1, maxLength: 4 }), (one, losses) => {
        assertConforms(
          read(losses.reduce((bundle, { apply }) => apply(bundle), one.bundle as Record<string, unknown>)),
        );
      }),
      { seed, numRuns: 1_500 },
    );
  });

  it("nobody is accused for sure where the whole evidence says that all is well or unclear", () => {
    // Some are innocent by one line or count alone.
    const byOne = /disabled-other|1mb|then-enqueued|apis-other-jobs|workers-queue|counted-queue|another-group/;
    const innocent = allBlind.filter(({ expect, id }) => / none$/.test(expect) && !byOne.test(id));
    fc.assert(
      fc.property(fc.constantFrom(...innocent), fc.array(loss, { minLength: 1, maxLength: 3 }), (one, losses) => {
        const kept = losses.reduce((bundle, { apply }) => apply(bundle), one.bundle as Record<string, unknown>);
        // Without them nothing tells the old lines and those of other tenants from this message's.
        const whole = one.bundle as Record<string, unknown>;
        const { sentAt, collectedAt, tenant } = whole;
        const { verdict } = read({ ...kept, sentAt, collectedAt, ...(tenant !== undefined && { tenant }) });
        assert.ok(
          verdict.layer === null || verdict.confidence < 0.8,
          `${one.id}: ${verdict.cause} at ${verdict.confidence}; ${losses.map(({ name }) => name).join(", ")}`,
        );
      }),
      { seed, numRuns: 1_500 },
    );
  });
});
