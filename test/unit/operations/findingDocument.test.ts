import assert from "node:assert/strict";
import fs from "node:fs";
import { findingDocument } from "../../../src/operations/diagnosis/findingDocument";

const finding = {
  title: "The template does not exist in this tenant",
  explanation: "The API answered 404.",
  fixes: [{ title: "Choose a template of this tenant" }],
};

describe("a finding explained", () => {
  it("has one first-level heading, each fix once, and no command that only a terminal has", () => {
    const page = fs.readFileSync("docs/causes/api.template-not-found.md", "utf8");
    const text = findingDocument(finding, page);
    assert.deepEqual(
      text.split("\n").filter((line) => line.startsWith("#")),
      ["# The template does not exist in this tenant", "## Fix", "## Meaning", "## How to recognise it"],
    );
    assert.match(text, /A 404 about/);
    assert.doesNotMatch(text, /cli\.js|messaging fault/);
  });

  it("is the finding alone in a language without pages (Korean had the English page below)", () =>
    assert.equal(
      findingDocument(finding, undefined),
      [
        "# The template does not exist in this tenant",
        "",
        "The API answered 404.",
        "",
        "## Fix",
        "",
        "- Choose a template of this tenant",
        "",
      ].join("\n"),
    ));
});
