import assert from "node:assert/strict";
import fs from "node:fs";
import * as YAML from "yaml";
import { diagnose } from "../../../../src/diagnosis/verdict";

interface Recovery {
  id: string;
  expert: string;
  told: string;
  worker?: string;
  api?: string;
}

const cases = YAML.parseAllDocuments(fs.readFileSync("test/corpus/recoveries.yaml", "utf8")).map(
  (one) => one.toJS() as Recovery,
);

describe("errors that later lines show to be over", () => {
  for (const { id, expert, told, worker, api } of cases) {
    it(`${id}: ${expert}`, () => {
      const { verdict } = diagnose({
        ...(worker !== undefined && { worker: { logs: worker } }),
        ...(api !== undefined && { api: { logs: api } }),
      });
      assert.equal(`${verdict.cause} ${verdict.outcome}`, told);
    });
  }
});
