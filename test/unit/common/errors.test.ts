import assert from "node:assert/strict";
import { messageOf } from "../../../src/common/errors";

describe("message of an error", () => {
  const inputs = [
    "SECRET_KEY=PLANTED",
    '{"key": PLANTED}',
    '{"key": "PLANTED',
    '{"key": "PLANTED"} PLANTED',
    "[PLANTED]",
    '{PLANTED: "x"}',
    '{"PLANTED" "PLANTED"}',
    '["PLANTED", PLANTED]',
    '{"key": "PLANTED\nPLANTED"}',
    `{"key": tPLANTED, "filler": "${"x".repeat(200)}"}`,
  ];
  for (const input of inputs)
    it(`does not quote what is no JSON: ${input.slice(0, 40)}`, () => {
      let said = "";
      try {
        JSON.parse(input);
      } catch (error) {
        said = messageOf(error);
      }
      assert.match(said, /^(?:Unexpected|Expected|Unterminated|Bad)/);
      assert.doesNotMatch(said, /PLANT|PLA/);
    });
});
