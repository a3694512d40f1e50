import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { faults } from "../../../../src/runtime/faults/faultLab";
import { causeIndex, causePage } from "../../../../scripts/causePages";
import { causeIds, fixCommands, fixIds, type CauseId } from "../../../../src/diagnosis/causes";
import { en } from "../../../../src/diagnosis/texts/en";
import { ko } from "../../../../src/diagnosis/texts/ko";
import { fill, fillCommand } from "../../../../src/diagnosis/texts/text";

const folder = path.resolve("docs/causes");
const holesOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, hole]) => hole))].sort();
const sorted = (keys: object | readonly string[]) => (Array.isArray(keys) ? [...keys] : Object.keys(keys)).sort();

describe("causes", () => {
  it("have texts in both languages, with the same values", () => {
    for (const texts of [en, ko]) {
      assert.deepEqual(sorted(texts.causes), sorted(causeIds));
      assert.deepEqual(sorted(texts.fixes), sorted([...fixIds]));
    }
    for (const id of causeIds)
      assert.deepEqual(holesOf(ko.causes[id].explanation), holesOf(en.causes[id].explanation), id);
    for (const group of ["notes", "report", "words"] as const) {
      assert.deepEqual(sorted(ko[group]), sorted(en[group]));
      for (const [key, text] of Object.entries(en[group]))
        assert.deepEqual(holesOf((ko[group] as Record<string, string>)[key] ?? ""), holesOf(text), key);
    }
  });

  it("keep to the style: no exclamation marks, no please", () => {
    for (const texts of [en, ko])
      for (const { title, explanation } of Object.values(texts.causes))
        assert.doesNotMatch(`${title} ${explanation}`, /!|please|something went wrong/i);
  });

  it("have commands only for fixes that exist", () => {
    assert.deepEqual(
      Object.keys(fixCommands).filter((id) => !fixIds.includes(id)),
      [],
    );
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
