import assert from "node:assert/strict";
import { LogParser } from "../../../../src/diagnosis/logs/logParser";
import { textOfBytes } from "../../../../src/diagnosis/logs/lines/encoding";

const utf16 = (text: string) => Buffer.from(text, "utf16le");
const big = (text: string) => Buffer.from(utf16(text)).swap16();
/** 발송 실패 (send failed) in CP949. */
const koreanBytes = Buffer.from([0xb9, 0xdf, 0xbc, 0xdb, 0x20, 0xbd, 0xc7, 0xc6, 0xd0]);
const koreanText = "발송 실패";

function textsOf(bytes: Buffer, size: number): string[] {
  const parser = new LogParser({ source: "worker.logs" });
  for (let at = 0; at < bytes.length; at += size) parser.push(bytes.subarray(at, at + size));
  return parser.end().records.map(({ text }) => text);
}

const line = (bytes: Buffer | string) => Buffer.concat([Buffer.from("ERROR worker "), Buffer.from(bytes as string)]);
const lines = (...all: (Buffer | string)[]) =>
  Buffer.concat(all.flatMap((one) => [Buffer.from(one as string), Buffer.from("\n")]));

const files: readonly (readonly [string, Buffer, string[]])[] = [
  ["CP949, as Windows in Korean writes it", lines(line(koreanBytes), line("next")), [koreanText, "next"]],
  ["UTF-8 and CP949 in one file", lines(line(koreanText), line(koreanBytes)), [koreanText, koreanText]],
  [
    "UTF-16 with UTF-8 appended",
    Buffer.concat([utf16(`\uFEFFERROR worker ${koreanText}\r\n`), lines(line("appended"), line(koreanText))]),
    [koreanText, "appended", koreanText],
  ],
  [
    "UTF-8 with UTF-16 appended",
    Buffer.concat([lines(line("first")), utf16(`ERROR worker ${koreanText}\r\nERROR worker third\r\n`)]),
    ["first", koreanText, "third"],
  ],
  ["UTF-16 without a mark", utf16(`ERROR worker one\r\nERROR worker two\r\n`), ["one", "two"]],
  ["UTF-16 with the high byte first", big(`\uFEFFERROR worker one\nERROR worker ${koreanText}\n`), ["one", koreanText]],
  [
    "a character of UTF-16 with the byte of a line feed",
    utf16("\uFEFFERROR worker 갊 one\nERROR worker two"),
    ["갊 one", "two"],
  ],
  ["a hole of NULs that truncation left", Buffer.concat([Buffer.alloc(9_000), lines(line("after"))]), ["after"]],
  ["UTF-8 with a mark", Buffer.concat([Buffer.from("\uFEFF"), lines(line(koreanText))]), [koreanText]],
];

describe("a log in another encoding", () => {
  for (const [name, bytes, texts] of files)
    it(`is read, however it is chunked: ${name}`, () => {
      for (const size of [1, 2, 3, 7, 64, bytes.length])
        assert.deepEqual(
          textsOf(bytes, size).map((text) => text.replace(/^(?:ERROR )?worker /, "")),
          texts,
          `chunks of ${size}`,
        );
    });

  it("takes no valid UTF-8 for Korean, even the character that replaces others", () => {
    assert.equal(textOfBytes(Buffer.from("\uFFFD é 가")), "\uFFFD é 가");
  });

  it("is read whole in the same way", () => {
    for (const [name, bytes, texts] of files)
      for (const text of texts) assert.ok(textOfBytes(bytes).includes(text), name);
  });

  it("takes linear time where no line ends", () => {
    const size = 4_000_000;
    for (const bytes of [Buffer.alloc(size, 0xb9), utf16(`\uFEFF${"갊".repeat(size / 2)}`), Buffer.alloc(size)]) {
      const parser = new LogParser({ source: "worker.logs" });
      for (let at = 0; at < bytes.length; at += 65_536) parser.push(bytes.subarray(at, at + 65_536));
      assert.ok(parser.end().records.length <= 1);
    }
  });
});
