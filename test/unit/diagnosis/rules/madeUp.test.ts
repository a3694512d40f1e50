import assert from "node:assert/strict";
import fs from "node:fs";
import * as YAML from "yaml";
import { diagnose } from "../../../../src/diagnosis/verdict";

interface MadeUp {
  id: string;
  /** What an expert would answer. */
  expert?: string;
  /** The cause and the outcome. */
  told: string;
  worker?: string;
  api?: string;
}

const casesIn = (file: string) =>
  YAML.parseAllDocuments(fs.readFileSync(`test/corpus/${file}`, "utf8")).map((one) => one.toJS() as MadeUp);

function tellsEach(file: string): void {
  for (const { id, expert, told, worker, api } of casesIn(file)) {
    it(expert ? `${id}: ${expert}` : id, () => {
      const { verdict } = diagnose({
        ...(worker !== undefined && { worker: { logs: worker } }),
        ...(api !== undefined && { api: { logs: api } }),
      });
      assert.equal(`${verdict.cause} ${verdict.outcome}`, told);
    });
  }
}

describe("errors that later lines show to be over", () => tellsEach("recoveries.yaml"));

describe("logs in dialects that no rule was written for", () => tellsEach("dialects.yaml"));
