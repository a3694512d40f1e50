import assert from "node:assert/strict";
import { maskText } from "../../../src/common/masking";
import { visibleJson, visibleLine, visibleText } from "../../../src/common/shown/visibleText";
import { parseEvidence } from "../../../src/diagnosis/evidence";
import { plainText, renderMarkdown, renderReport } from "../../../src/diagnosis/report/report";
import { diagnose } from "../../../src/diagnosis/verdict";

/** The clipboard, the title, the screen, a colour, eight-bit escapes, text the other way round. */
const HOSTILE = "a\x1b]52;c;cm0gLXJmIH4K\x07\x1b]0;PWNED\x07\x1b[2J\x1b[31mred\r\x9b2J\u202eb\x7f";
const OBEYED = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe("foreign text is shown without what a terminal obeys", () => {
  it("controls become visible, looks go, lines and tabs stay", () => {
    assert.equal(visibleText(HOSTILE), "a␛]52;c;cm0gLXJmIH4K␇␛]0;PWNED␇␛[2Jred␍\\u009b2J\\u202eb␡");
    assert.equal(visibleText("a\tb\r\nc"), "a\tb\r\nc");
    assert.doesNotMatch(maskText(HOSTILE), OBEYED);
  });

  it("colours of our own stay on a line of the command line", () => {
    assert.equal(visibleLine("\x1b[32m✔\x1b[39m q\x1b]0;x\x07"), "\x1b[32m✔\x1b[39m q␛]0;x␇");
  });

  it("JSON means the same", () => {
    const json = JSON.stringify({ text: HOSTILE });
    assert.doesNotMatch(visibleJson(json), OBEYED);
    assert.deepEqual(JSON.parse(visibleJson(json)), { text: HOSTILE });
  });

  it("no escape sequence of a log or an answer reaches the report", () => {
    const line = (text: string) => `2026-03-05 10:00:01,120 [ERROR] [MESSAGING-WORKER] ${text}`;
    const evidence = parseEvidence({
      version: 1,
      api: { status: 400, body: { detail: `bad ${HOSTILE}` } },
      queue: { name: `q${HOSTILE}` },
      worker: { logs: line(`send failed, message will retry: [1062] ${HOSTILE}`) },
      tenant: { messaging_sender: `02${HOSTILE}` },
    });
    const diagnosis = diagnose(evidence, { language: "en" });
    const shown = visibleLine(plainText(renderReport(diagnosis, evidence, { language: "en" })));
    assert.doesNotMatch(shown, new RegExp(OBEYED.source.replace("\\x0b-\\x1f", "\\x0b-\\x1a\\x1c-\\x1f")));
    assert.doesNotMatch(shown, /\x1b\](?:52|0)/);
  });
});

describe("the report for an issue tracker cannot be written by the evidence", () => {
  const INJECTED =
    "`` ![x](https://evil.example/p.png) <img src=x> [click](https://evil.example) @everyone #12 www.evil.example ``";

  for (const detail of [INJECTED, `\n# heading ${INJECTED}`, `\`\`\`\n${INJECTED}`])
    it(`no picture, link, mention or element: ${JSON.stringify(detail).slice(0, 30)}`, () => {
      const evidence = parseEvidence({
        version: 1,
        api: { status: 400, body: { detail } },
        worker: { container: { name: detail, state: "exited" } },
      });
      const report = renderMarkdown(diagnose(evidence, { language: "en" }), evidence, { language: "en" });
      // What stands in a fence or in a span of code is no markup.
      const prose = report.replace(/^(`{3,})text\n[^]*?\n\1$/gm, "").replace(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "");
      assert.doesNotMatch(
        prose,
        /(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)<img|https?:\/\/evil|@everyone|(?<!&)#12|www\.evil|^# heading/m,
      );
    });
});
