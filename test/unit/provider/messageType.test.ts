import assert from "node:assert/strict";
import fc from "fast-check";
import iconv from "iconv-lite";
import { SMS_MAX_BYTES, eucKrBytes, notInEucKr, textMessageType } from "../../../src/runtime/provider/messageType";

/** Only what EUC-KR can hold: ASCII and the characters of KS X 1001, found by decoding bytes of it. */
const encodable = fc.oneof(
  fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }),
  fc
    .tuple(fc.integer({ min: 0xb0, max: 0xc8 }), fc.integer({ min: 0xa1, max: 0xfe }))
    .map((pair) => iconv.decode(Buffer.from(pair), "euc-kr")),
  fc.constantFrom("…", "‘", "①", "★", "漢", "ㄱ", "\n"),
);
const text = fc.array(encodable, { maxLength: 120 }).map((parts) => parts.join(""));

describe("message type by EUC-KR bytes", () => {
  it("counts as many bytes as iconv makes", () => {
    fc.assert(fc.property(text, (each) => eucKrBytes(each) === iconv.encode(each, "euc-kr").length));
  });

  it("finds nothing missing in what EUC-KR can hold, and a round trip keeps it", () => {
    fc.assert(
      fc.property(text, (each) => {
        assert.deepEqual(notInEucKr(each), []);
        assert.equal(iconv.decode(iconv.encode(each, "euc-kr"), "euc-kr"), each);
      }),
    );
  });

  it("says of any character what iconv says, minus the part that only CP949 has", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 1 }), (character) => {
        const bytes = iconv.encode(character, "euc-kr");
        const kept = iconv.decode(bytes, "euc-kr") === character;
        const within = bytes.every((byte) => byte < 0x80) || bytes.every((byte) => byte >= 0xa1);
        assert.equal(notInEucKr(character).length === 0, kept && within);
      }),
      { numRuns: 2_000 },
    );
  });

  it("makes an SMS of up to 90 bytes without a subject, an LMS of the rest", () => {
    fc.assert(
      fc.property(text, fc.boolean(), (each, withSubject) => {
        const fits = iconv.encode(each, "euc-kr").length <= SMS_MAX_BYTES;
        assert.equal(textMessageType(each, withSubject ? "제목" : ""), fits && !withSubject ? "SMS" : "LMS");
      }),
    );
    assert.equal(textMessageType("가".repeat(45)), "SMS");
    assert.equal(textMessageType(`${"가".repeat(45)}.`), "LMS");
  });

  it("names emoji and the syllables of CP949, each once", () => {
    assert.deepEqual(notInEucKr("똠방각하 뷁 😀😀 € 가"), ["똠", "뷁", "😀"]);
    assert.equal(eucKrBytes("😀"), 2);
  });
});
