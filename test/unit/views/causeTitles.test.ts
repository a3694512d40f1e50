import assert from "node:assert/strict";
import korean from "../../../l10n/bundle.l10n.ko.json";
import { causes } from "../../../src/diagnosis/causes/allCauses";
import { faults } from "../../../src/runtime/faults/faultLab";
import { ambiguousCauses } from "../../../src/targets/layers/lights";
import { causeTitle, faultTitle, isTitled, titledCauses } from "../../../src/targets/layers/causeTitles";

describe("titles of causes in the lights", () => {
  it("are those of the diagnosis, in both languages", () => {
    const texts = korean as Record<string, string>;
    for (const cause of titledCauses) {
      const title = causeTitle(cause);
      assert.equal(title, causes[cause].en.title, cause);
      assert.equal(texts[title], causes[cause].ko.title, cause);
    }
  });

  it("are there for every fault that can be set up", () => {
    assert.deepEqual(
      faults.map(({ id }) => id).filter((id) => !isTitled(id)),
      [],
    );
  });

  it("of a fault say what it sets up, in words", () => {
    for (const { id } of faults) assert.doesNotMatch(faultTitle(id), /NOT SENT|^[a-z]+\.[a-z-]+$/, id);
  });

  it("are those of a time-out, not of a refusal, exactly where the diagnosis cannot tell either", () => {
    const ambiguous = titledCauses.filter((cause) => causes[cause].outcome === "ambiguous");
    assert.deepEqual([...ambiguousCauses].sort(), ambiguous.sort());
  });
});
