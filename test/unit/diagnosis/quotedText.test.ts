import assert from "node:assert/strict";
import { diagnose } from "../../../src/diagnosis/verdict";
import { parseEvidence } from "../../../src/diagnosis/evidence";
import { renderMarkdown, renderReport } from "../../../src/diagnosis/report/report";

const TEXT = "bad: Minsu was late again and cried";

describe("an answer that quotes the message's text", () => {
  const bodies: [name: string, body: unknown][] = [
    ["a list", { raw_body: [TEXT] }],
    ["a sentence with a quote", { raw_body: [`Ensure this field has no more than 3 words: "${TEXT}"`] }],
    ["a sentence that ends with it", { raw_body: [`"${TEXT}" is not allowed.`] }],
    ["an object", { errors: { raw_body: { message: TEXT, code: "bad" } } }],
    ["text of JSON", JSON.stringify({ raw_body: [TEXT] })],
    ["a list of fields", { errors: [{ field: "raw_body", message: TEXT }] }],
    ["FastAPI", { detail: [{ loc: ["body", "raw_body"], msg: "String is too long", input: TEXT }] }],
    ["a subject", { raw_subject: [TEXT] }],
  ];
  for (const [name, body] of bodies)
    it(`never shows it: ${name}`, () => {
      const evidence = parseEvidence({ version: 1, api: { status: 400, body } });
      const found = diagnose(evidence, { language: "en" });
      const shown = [
        JSON.stringify(found),
        renderMarkdown(found, evidence, { language: "en" }),
        renderReport(found, evidence, { language: "en" })
          .map((line) => line.map(({ text }) => text).join(""))
          .join("\n"),
      ].join("\n");
      assert.doesNotMatch(shown, /Minsu|cried/);
    });

  it("is refused with a sentence where it is nested without end (it ended with a RangeError)", () => {
    for (const body of [`${"[".repeat(7_000)}${"]".repeat(7_000)}`, `${'{"a":'.repeat(7_000)}1${"}".repeat(7_000)}`])
      assert.throws(() => parseEvidence(`{"version": 1, "api": {"status": 400, "body": ${body}}}`), {
        reason: "evidence-unreadable",
      });
  });

  it("still shows what the validator says", () => {
    const evidence = parseEvidence({
      version: 1,
      api: { status: 400, body: { raw_body: ["이 필드는 필수 항목입니다."] } },
    });
    assert.match(JSON.stringify(diagnose(evidence, { language: "en" })), /이 필드는 필수 항목입니다/);
  });
});
