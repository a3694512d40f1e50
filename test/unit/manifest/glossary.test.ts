import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

const glossary = fs.readFileSync(path.resolve("docs/glossary.md"), "utf8");
const rows = glossary
  .split("\n")
  .filter((line) => /^\| (?!word|-)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

function sources(): { file: string; text: string }[] {
  const files = fs.readdirSync(path.resolve("src"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, text: fs.readFileSync(path.resolve("src", file), "utf8") }));
}

describe("glossary", () => {
  it("explains each word once", () => {
    const words = rows.map(([, word = ""]) => word);
    assert.ok(words.length > 30);
    assert.deepEqual(words, [...new Set(words)]);
  });

  it("names words that the code does not use", () => {
    const forbidden = rows.flatMap(([, , , not = ""]) =>
      [...not.matchAll(/`([A-Za-z]+)`/g)].map(([, word = ""]) => word),
    );
    assert.ok(forbidden.length >= 9, forbidden.join());
    // The ID of a cause is a contract with others, and its module is named by it.
    const isOfCause = (word: string, file: string) =>
      word === "workerEnvironment" && /\/(?:allCauses|workerEnvironmentDiffers)\.ts$/.test(file);
    const used = sources().flatMap(({ file, text }) =>
      forbidden
        .filter((word) => new RegExp(`\\b\\w*${word}\\w*\\b`, "i").test(text) && !isOfCause(word, file))
        .map((word) => `${file}: ${word}`),
    );
    assert.deepEqual(used, []);
  });

  it("calls the variables of a process variables, never its environment", () => {
    const wrong = sources().flatMap(({ file, text }) =>
      /\benvironment\??\s*(?:\([^)]*\)|: \([^)]*\) =>)[:\s]*(?:async )?Promise<(?:EnvironmentVariables|Record<string, string>)/.test(
        text,
      )
        ? [file]
        : [],
    );
    assert.deepEqual(wrong, []);
  });
});
