import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { maskStart, maskText } from "../../../src/common/masking";

const LENGTH = 50_000;
const LIMIT_MS = 1_000;

/** Milliseconds of this process' own, whatever else the machine does. */
function timeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

/** Repeated to one line: each made one pattern or another read it again from every place. */
// prettier-ignore
const parts = [
  "2026 send ok to=0101 group ", "a.", "a-", "a+", "eyJ-", "eyJ", "eyJaaaaaaaa-", '"text":"', '"text": "a\\" b ', "'text': '",
  '\\"text\\":\\"', '"to":"\\"', '"to":"x","aaaaaaa":"bb bb",', '"to":["', '"to":1"', '"', "'", "\\", '\\"', '"k":\\"j\\":', "0", "01-",
  "82 ", "+82 ", "Cookie ", "Cookie\n", "token   ", "password=a&", 'password="x",', "password=[\"", "text: ", "a://:", "x://a@", "://",
  "5fea7756-0ea4-451a-a703-a558b933e274-", "a/b.c-", "django.core.handlers.", "\\u0030", "%20", "&#48;", "김하늘 ", "학생 ", "<td>",
  "-----BEGIN PRIVATE KEY-----", "aA1", "Bearer ", "+1 ", "(010) ", "０", "\u200b", "--password ", "a=b;", "secret ",
];

describe("masking: in time that grows with the text", () => {
  for (const part of parts)
    it(`${LENGTH} characters of ${JSON.stringify(part)}`, () => {
      const text = part.repeat(LENGTH / part.length);
      const ms = timeOf(() => maskText(text));
      assert.ok(ms < LIMIT_MS, `${ms} ms`);
    });

  it(`${LENGTH} random characters of base64`, () => {
    const text = randomBytes(LENGTH).toString("base64");
    assert.ok(timeOf(() => maskText(text)) < LIMIT_MS);
  });

  it("the beginning of a text costs no more than what is shown of it", () => {
    const text = Buffer.alloc(4_000_000, "a b ").toString();
    const ms = timeOf(() => {
      for (let turn = 0; turn < 20; turn++) assert.equal(maskStart(text, 300).length, 300);
    });
    assert.ok(ms < LIMIT_MS, `${ms} ms`);
  });

  it("a number that the cut went through is not shown", () => {
    const secrets = 'password="0123456789" '.repeat(70);
    assert.doesNotMatch(maskStart(`${secrets}${"0".repeat(30)}01012345678 `.repeat(20), 300), /1234/);
  });
});
