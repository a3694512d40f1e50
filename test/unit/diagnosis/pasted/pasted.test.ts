import assert from "node:assert/strict";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { assertConforms } from "../blind/conformity";
import { PASTED_BUNDLES } from "./pastedBundles";

describe("pasted bundles: partial, interleaved and of both generations, expected before the engine saw them", () => {
  for (const { name, bundle, expected } of PASTED_BUNDLES) {
    it(`${expected.cause === "none" ? expected.outcome : expected.cause}: ${name}`, () => {
      const diagnosis = diagnose(parseEvidence(JSON.stringify(bundle)));
      const { layer, outcome, cause } = diagnosis.verdict;
      assert.deepEqual({ layer, outcome, cause }, expected);
      assertConforms(diagnosis);
    });
  }
});
