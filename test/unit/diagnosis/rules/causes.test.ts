import assert from "node:assert/strict";
import { globSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { faults } from "../../../../src/runtime/faults/faultLab";
import { causeIndex, causePage } from "../../../../scripts/causePages";
import { type CauseId, causeIds } from "../../../../src/diagnosis/causes/causeIds";
import { fixes } from "../../../../src/diagnosis/fixes/allFixes";
import { en } from "../../../../src/diagnosis/texts/en";
import { ko } from "../../../../src/diagnosis/texts/ko";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { fill, fillCommand } from "../../../../src/diagnosis/texts/text";
import { causes } from "../../../../src/diagnosis/causes/allCauses";
import { allCausesSource, causeFiles, causeIdsSource } from "../../../../scripts/causeIndex";

const folder = path.resolve("docs/causes");
const holesOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, hole]) => hole))].sort();
const sorted = (keys: object | readonly string[]) => (Array.isArray(keys) ? [...keys] : Object.keys(keys)).sort();

describe("causes", () => {
  it("have texts in both languages, with the same values", () => {
    for (const { id, en, ko } of Object.values(causes)) {
      assert.deepEqual(holesOf(ko.explanation), holesOf(en.explanation), id);
      assert.deepEqual(sorted(ko.variants ?? {}), sorted(en.variants ?? {}), id);
      for (const [variant, text] of Object.entries(en.variants ?? {}))
        assert.deepEqual(holesOf(ko.variants?.[variant]?.explanation ?? ""), holesOf(text.explanation), id);
    }
    for (const [id, { en, ko }] of Object.entries(fixes)) assert.deepEqual(holesOf(ko), holesOf(en), id);
    for (const group of ["notes", "report", "words"] as const) {
      assert.deepEqual(sorted(ko[group]), sorted(en[group]));
      for (const [key, text] of Object.entries(en[group]))
        assert.deepEqual(holesOf((ko[group] as Record<string, string>)[key] ?? ""), holesOf(text), key);
    }
  });

  it("keep to the style: no exclamation marks, no please", () => {
    for (const { en, ko } of Object.values(causes))
      for (const { title, explanation } of [en, ko])
        assert.doesNotMatch(`${title} ${explanation}`, /!|please|something went wrong/i);
  });

  it("offer every fix that there is: a cause or a rule names it", () => {
    const sources = globSync("src/diagnosis/{causes,rules,report}/**/*.ts").map((file) => readFileSync(file, "utf8"));
    const unused = Object.keys(fixes).filter((id) => !sources.some((source) => source.includes(`"${id}"`)));
    assert.deepEqual(unused, []);
  });

  it("are named by their files, and the index is that of the files (UPDATE=1 writes it)", () => {
    const files = causeFiles();
    const made = [
      ["causeIds.ts", causeIdsSource(files)],
      ["allCauses.ts", allCausesSource(files)],
    ] as const;
    for (const [name, text] of made) {
      const file = path.join("src/diagnosis/causes", name);
      if (process.env["UPDATE"]) writeFileSync(file, text);
      assert.equal(readFileSync(file, "utf8"), text, name);
    }
    for (const id of causeIds) assert.equal(causes[id].id, id);
  });

  it("have a page each, and no page is dead (UPDATE=1 writes them)", () => {
    const injectable = new Set(faults.map(({ id }) => id));
    const pageOf = (id: CauseId) => [`${id}.md`, causePage(id, injectable.has(id))] as const;
    const pages = new Map([["README.md", causeIndex()], ...causeIds.map(pageOf)]);
    if (process.env["UPDATE"]) {
      mkdirSync(folder, { recursive: true });
      for (const [name, text] of pages) writeFileSync(path.join(folder, name), text);
    }
    assert.deepEqual(readdirSync(folder).sort(), [...pages.keys()].sort());
    for (const [name, text] of pages) assert.equal(readFileSync(path.join(folder, name), "utf8"), text, name);
  });
});

describe("texts", () => {
  it("take the word that fits the number", () => {
    const text = "[{waiting} {waiting|message waits|messages wait}.]";
    assert.equal(fill(text, { waiting: 1 }), "1 message waits.");
    assert.equal(fill(text, { waiting: 2 }), "2 messages wait.");
    assert.equal(fill(text, {}), "");
  });

  it("quote a provider's words without a code as a report, and the API's log as its log", () => {
    const told = (text: string) =>
      diagnose(parseEvidence({ version: 1, worker: { logs: `2026-03-05 10:00:02 ERROR ${text}` } })).verdict
        .explanation;
    assert.match(told("Trial accounts cannot send messages to unverified numbers"), /^Reported: /);
    const logs = '2026/03/05 10:00:02 [error] 7#7: *7 limiting requests, excess: 5.230 by zone "api", client: 10.0.1.7';
    const { explanation } = diagnose(parseEvidence({ version: 1, api: { logs } })).verdict;
    assert.match(explanation, /^The API's log says: /);
  });

  it("leave out the parts that have no value", () => {
    assert.equal(fill("sender {sender}[ from {source}].", { sender: "02" }), "sender 02.");
    assert.equal(
      fill("sender {sender}[ from {source}].", { sender: "02", source: "tenant" }),
      "sender 02 from tenant.",
    );
    assert.equal(fillCommand("set {tenant}", {}), undefined);
  });

  it("make no command of a value that a shell would take apart: a bundle may come from anybody", () => {
    assert.equal(
      fillCommand("docker restart {container}", { container: "academy_worker-1" }),
      "docker restart academy_worker-1",
    );
    for (const container of ["x; rm -rf ~", "$(id)", "a b", "-v", "x\nid", "`id`"])
      assert.equal(fillCommand("docker restart {container}", { container }), undefined, container);
  });
});
