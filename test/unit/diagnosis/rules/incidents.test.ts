import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Diagnosis } from "../../../../src/diagnosis/diagnosis";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../src/diagnosis/verdict";

const folder = path.resolve("test/fixtures/incidents");

interface Expected {
  layer: string | null;
  cause: string;
  outcome: string;
}

const expected = JSON.parse(readFileSync(path.join(folder, "expected.json"), "utf8")) as Record<string, Expected>;
const diagnosisOf = (id: string): Diagnosis =>
  diagnose(parseEvidence(readFileSync(path.join(folder, `${id}.json`), "utf8")));
const told = ({ verdict: { layer, outcome, cause, confidence } }: Diagnosis) =>
  `${layer} ${cause} ${outcome} ${confidence}`;

describe("75 real incidents", () => {
  const results = Object.entries(expected).map(([id, right]) => ({ id, right, diagnosis: diagnosisOf(id) }));
  const listing = (wrong: typeof results) =>
    wrong.map(({ id, right, diagnosis }) => `${id}: ${told(diagnosis)}, expected ${JSON.stringify(right)}`).join("\n");

  it("has a bundle for each", () => {
    assert.equal(results.length, 75);
    assert.equal(readdirSync(folder).length, 76);
  });

  it("finds the layer of 98 % and more", () => {
    const wrong = results.filter(({ right, diagnosis }) => diagnosis.verdict.layer !== right.layer);
    assert.ok(wrong.length <= 75 * 0.02, listing(wrong));
  });

  it("finds the cause and outcome of 95 % and more", () => {
    const wrong = results.filter(
      ({ right, diagnosis: { verdict } }) => verdict.cause !== right.cause || verdict.outcome !== right.outcome,
    );
    assert.ok(wrong.length <= 75 * 0.05, listing(wrong));
  });

  it("is never sure of a wrong layer", () => {
    const wrong = results.filter(
      ({ right, diagnosis: { verdict } }) => verdict.layer !== right.layer && verdict.confidence >= 0.8,
    );
    assert.equal(listing(wrong), "");
  });

  it("blames no other layer for sure when parts of the evidence are missing", () => {
    const parts = ["api", "queue", "worker", "notificationLogs", "provider", "tenant"] as const;
    // An API that answers 500 and a grown dead-letter queue are true as well, and all that is left then.
    const alsoTrue = new Set(["api.server-error", "queue.dead-lettered"]);
    const wrong: string[] = [];
    for (const { id, right } of results) {
      const whole = parseEvidence(readFileSync(path.join(folder, `${id}.json`), "utf8"));
      for (let left = 0; left < 1 << parts.length; left++) {
        const evidence = { ...whole };
        const gone = parts.filter((_, bit) => left & (1 << bit));
        for (const part of gone) delete evidence[part];
        const { layer, cause, outcome, confidence } = diagnose(evidence).verdict;
        if (outcome === "ok" || confidence < 0.8 || layer === right.layer || alsoTrue.has(cause)) continue;
        wrong.push(`${id} without ${gone.join(", ")}: ${cause} ${confidence}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("leaves no hole in any sentence, in either language", () => {
    for (const { id } of results) {
      const evidence = parseEvidence(readFileSync(path.join(folder, `${id}.json`), "utf8"));
      for (const language of ["en", "ko"] as const) {
        const { verdict, findings } = diagnose(evidence, { language });
        for (const { explanation, title } of [verdict, ...findings])
          assert.doesNotMatch(`${title} ${explanation}`, /[{}[\]]|\?\s|undefined|: \?/, `${id} ${language}`);
      }
    }
  });
});
