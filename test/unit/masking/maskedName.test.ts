import assert from "node:assert/strict";
import { maskName } from "../../../src/common/masking";

describe("a masked name", () => {
  const shown = { 김민준: "김*준", 이서: "이*", 남궁하윤: "남**윤", 하: "하", "": "", " Kim ": "K*m", "👩🏫𝒜": "👩*𝒜" };
  for (const [name, masked] of Object.entries(shown))
    it(`of ${JSON.stringify(name)} is ${JSON.stringify(masked)}`, () => assert.equal(maskName(name), masked));
});
