import assert from "node:assert/strict";
import { catalogue } from "../../../src/diagnosis/logs/catalogue/catalogue";
import { createAnnotator } from "../../../src/logs/annotator";
import { koreanMeanings } from "../../../src/logs/meaningsKo";

describe("the Korean meanings of log lines", () => {
  it("are there for every line of the catalogue, and for nothing else", () => {
    const meanings = new Set(catalogue.map(({ meaning }) => meaning));
    assert.deepEqual(
      [...meanings].filter((meaning) => !koreanMeanings[meaning]),
      [],
    );
    assert.deepEqual(
      Object.keys(koreanMeanings).filter((meaning) => !meanings.has(meaning)),
      [],
    );
  });

  it("are Korean", () => {
    for (const [english, korean] of Object.entries(koreanMeanings)) assert.match(korean, /[가-힣].*\.$/, english);
  });

  it("stand behind a line for a Korean reader", () => {
    const line = "2026-03-05 10:00:00,123 [INFO] [MESSAGING-WORKER] Messaging Worker shutdown complete";
    assert.equal(createAnnotator("ko").annotate(line).known?.meaning, "워커가 종료했습니다.");
    assert.equal(createAnnotator().annotate(line).known?.meaning, "The worker has ended.");
  });
});
