import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { bytesText, messagesText, restartsText, studentsText } from "../../../src/common/text/counts";

describe("what is counted", () => {
  it("is singular for one (1 bytes, restarted 1 times, to 1 students)", () => {
    const texts = [bytesText, messagesText, studentsText, restartsText];
    assert.deepEqual(
      texts.map((text) => text(1)),
      ["1 byte", "1 message", "1 student", "restarted once"],
    );
    assert.deepEqual(
      texts.map((text) => text(2)),
      ["2 bytes", "2 messages", "2 students", "restarted 2 times"],
    );
  });

  it("is counted by these texts alone", () => {
    const files = fs.readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const own = path.join("common", "text", "counts.ts");
    const wrong = /l10n\.t\(\s*"[^"]*\{\d\} (?:bytes|students|restarts)\b(?!,)[^"]*"/;
    const neverOne = /at most|more than|Send to|EUC-KR/;
    const found = files.flatMap((file) => {
      const [text] = wrong.exec(fs.readFileSync(path.join("src", file), "utf8")) ?? [];
      return text === undefined || file === own || neverOne.test(text) ? [] : [`${file}: ${text}`];
    });
    assert.deepEqual(found, []);
  });
});
