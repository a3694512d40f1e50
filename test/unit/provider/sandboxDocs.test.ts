import assert from "node:assert/strict";
import fs from "node:fs";
import { MAGIC_PREFIX, magicOf } from "../../../src/runtime/provider/sandbox/behaviour/magicNumbers";
import { scenarios } from "../../../src/runtime/provider/sandbox/behaviour/scenarios";
import { knownCodes } from "../../../src/runtime/provider/statusCodes";

const page = fs.readFileSync("docs/sandbox.md", "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| "));

describe("docs/sandbox.md", () => {
  it("names every scenario with its number, step and moment", () => {
    for (const { name, number, steps, when } of scenarios) {
      const row = rows.find((line) => line.includes(`\`${name}\``) && line.includes(MAGIC_PREFIX + number));
      assert.ok(row, `no row for ${name} (${MAGIC_PREFIX}${number})`);
      assert.ok(row.includes(steps.length === 4 ? "every" : steps.join(", ")), `steps of ${name}`);
      assert.ok(row.includes(when), `moment of ${name}`);
    }
  });

  it("names every magic recipient that the catalogue gives a meaning", () => {
    for (const { code, en, kakao, cause } of knownCodes()) {
      if (!magicOf(MAGIC_PREFIX + code, true)) continue;
      const row = rows.find((line) => line.includes(MAGIC_PREFIX + code));
      assert.ok(row, `no row for ${MAGIC_PREFIX}${code}`);
      assert.ok(row.includes(en), `meaning of ${code}`);
      assert.ok(row.includes(cause), `cause of ${code}`);
      assert.equal(row.includes("Kakao |"), kakao === true, `Kakao mark of ${code}`);
    }
  });

  it("names no scenario and no magic recipient that is not there", () => {
    for (const [, digits] of page.matchAll(new RegExp(`\\| ${MAGIC_PREFIX}(\\d{4})`, "g"))) {
      const known =
        knownCodes().some(({ code }) => code === digits) || scenarios.some(({ number }) => number === digits);
      assert.ok(known, `${MAGIC_PREFIX}${digits} is not known`);
    }
  });
});
