import assert from "node:assert/strict";
import { causeIds } from "../../../../src/diagnosis/causes/causeIds";
import { causes } from "../../../../src/diagnosis/causes/allCauses";
import { apiFaults, workerFaults } from "../../../../src/diagnosis/logs/wordings/faultWords";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { allBlind } from "../blind/allBlind";
import { bundleOf, factsOf, healthy } from "./bundles";
import { allVariants } from "./variants";

const allRules = Object.values(causes).flatMap(({ id: cause, rules }) =>
  rules.map((rule) => ({ ...rule, cause, id: `${cause}/${rule.id}` })),
);

describe("rules", () => {
  const variants = allVariants.map((variant) => ({ variant, evidence: bundleOf(variant[3]) }));
  const facts = variants.map(({ evidence }) => factsOf(evidence));
  const evidences = [
    ...variants.map(({ evidence }) => evidence),
    ...allBlind.map(({ bundle }) => parseEvidence(bundle)),
  ];
  const shown = evidences.map(factsOf);
  const sound = factsOf(bundleOf(healthy));

  for (const [index, { variant, evidence }] of variants.entries()) {
    const [cause, outcome, what] = variant;
    it(`${cause}: ${what}`, () => {
      const { verdict } = diagnose(evidence);
      assert.deepEqual(
        [verdict.cause, verdict.outcome],
        [cause, outcome],
        JSON.stringify({ verdict, reach: facts[index]?.reach }, null, 1),
      );
    });
  }

  it("are told in whole sentences, in both languages", () => {
    for (const one of evidences)
      for (const language of ["en", "ko"] as const) {
        const { verdict, findings } = diagnose(one, { language });
        for (const { cause, explanation } of [verdict, ...findings]) {
          assert.notEqual(explanation, "", cause);
          // No subject, a hole without its value, and the marks around a part that was left out.
          assert.doesNotMatch(explanation, /^It |(?<=\s)\?(?=[\s.,:])|\s{2}|(?<=\p{L})\.\.\s|: \./u, cause);
        }
      }
  });

  for (const rule of allRules) {
    it(`${rule.id} fires where it should and stays silent on a healthy bundle`, () => {
      assert.ok(
        shown.some((one) => rule.evaluate(one)),
        "no bundle fires it",
      );
      assert.equal(rule.evaluate(sound), undefined);
    });
  }

  it("has unique ids, and at least one rule for each cause", () => {
    assert.equal(new Set(allRules.map(({ id }) => id)).size, allRules.length);
    assert.deepEqual(
      causeIds.filter((id) => !allRules.some(({ cause }) => cause === id)),
      [],
    );
  });

  it("reads every error that it can guess at", () => {
    const guessed = ["worker.exception", "worker.lock-unavailable", "worker.database", ...workerFaults, ...apiFaults];
    const ruled = allRules.filter(({ id }) => id.endsWith("/unread-error")).map(({ cause }) => cause);
    assert.deepEqual(ruled.sort(), guessed.sort());
  });

  it("finds nothing at all in a healthy bundle", () => {
    const { verdict, findings, layers } = diagnose(bundleOf(healthy));
    assert.deepEqual([verdict.outcome, verdict.layer, findings], ["ok", null, []]);
    assert.deepEqual(
      layers.map(({ status }) => status),
      ["ok", "ok", "ok", "ok"],
    );
  });
});
