import assert from "node:assert/strict";
import * as l10n from "@vscode/l10n";
import korean from "../../../l10n/bundle.l10n.ko.json";
import { codedTitle, placedTitle, titleWithCode } from "../../../src/common/codedTitle";
import { verdictText } from "../../../src/common/text/outcomeText";
import { causes } from "../../../src/diagnosis/causes/allCauses";

const SENDER = "1062: The sender number is not registered";

describe("a title with a provider's code", () => {
  it("has one colon behind the name of a layer", () => {
    assert.equal(placedTitle("Solapi", SENDER), "Solapi 1062: The sender number is not registered");
    assert.equal(placedTitle("Worker", "The worker does not run"), "Worker: The worker does not run");
    assert.equal(placedTitle(null, SENDER), SENDER);
  });

  it("has its code at the end in a narrow row", () => {
    assert.equal(titleWithCode(SENDER), "The sender number is not registered (1062)");
  });

  it("is not taken for one because of a colon of its own", () => {
    const texts = Object.values(causes).flatMap(({ en, ko }) => [en, ko]);
    const all = texts.flatMap((text) => [text, ...Object.values(text.variants ?? {}), text.elsewhere ?? text]);
    for (const { title } of all) assert.deepEqual(codedTitle(title), { text: title });
  });
});

describe("a verdict in one line", () => {
  const verdict = { outcome: "silent", cause: "worker.mock-mode", title: "NOT SENT: the worker runs in mock mode" };

  it("names layer, code, outcome and cause, with one colon before the title", () => {
    assert.equal(
      verdictText("Solapi", { outcome: "blocked", cause: "provider.sender-not-registered", title: SENDER }),
      "Solapi 1062 · Stopped: The sender number is not registered (provider.sender-not-registered)",
    );
    assert.equal(verdictText("", { outcome: "ok", cause: "none", title: "Reached Solapi" }), "Sent: Reached Solapi");
  });

  it("has no English outcome in Korean", () => {
    l10n.config({ contents: korean });
    try {
      const words = ["ok", "blocked", "degraded", "silent", "ambiguous", "skipped", "unknown"].map(
        (outcome) => verdictText("워커", { ...verdict, outcome, title: "제목" }).split(":")[0]!,
      );
      for (const each of words) assert.match(each, /^워커 · [가-힣() ]+$/);
      assert.equal(new Set(words).size, 7);
    } finally {
      l10n.config({ contents: {} });
    }
  });
});
