import assert from "node:assert/strict";
import { maskText } from "../../../src/common/masking";
import { numberForms, secretForms } from "./leakedForms";
import { digitsIn } from "./spellings";

describe("masking: spellings that leaked", () => {
  for (const [name, text] of numberForms)
    it(`number, ${name}`, () => {
      const masked = maskText(text);
      assert.notEqual(masked, text);
      assert.doesNotMatch(digitsIn(masked), /5678|4321|4567|2671/);
      assert.equal(maskText(masked), masked);
    });

  for (const [name, text, piece] of secretForms)
    it(`secret, ${name}`, () => assert.ok(!maskText(text).includes(piece), maskText(text)));
});
