import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { maskText } from "../../../src/common/masking";
import { diagnose } from "../../../src/diagnosis/verdict";
import { parseEvidence } from "../../../src/diagnosis/evidence";
import { renderMarkdown, renderReport } from "../../../src/diagnosis/report/report";
import { discoverEnvironments } from "../../../src/operations/environment/discoverEnvironments";
import { createProcessWorkerTarget } from "../../../src/targets/process/processWorkerTarget";

const MEGABYTE = 1_000_000;
const WITHIN_MS = 1_000;

/** Each took seconds to minutes with a pattern that backtracks. */
const units = [
  "a.",
  "eyJ-",
  "a-a-",
  "Cookie: ",
  "2026-03-05T10:00:00Z a/a/",
  "<",
  '"',
  '{"to":',
  "010-",
  "a://b:",
  "김",
  " ",
];
const filled = (unit: string, characters = MEGABYTE) => unit.repeat(characters / unit.length);

/** Processor time of this process: a busy machine does not lengthen it. */
async function inTime(what: string, run: () => unknown): Promise<void> {
  const took: number[] = [];
  for (let attempt = 0; attempt < 2; attempt++) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    took.push((user + system) / 1_000);
    if (took.at(-1)! < WITHIN_MS) return;
  }
  assert.fail(`${what}: ${took.map(Math.round).join(", ")} ms`);
}

describe("a megabyte in one line, field or answer", () => {
  const places: [place: string, bundle: (text: string) => object][] = [
    ["the answer", (text) => ({ api: { status: 500, body: text } })],
    ["a page", (text) => ({ api: { status: 500, body: `<html>${text}` } })],
    ["a field of the answer", (text) => ({ api: { status: 400, body: { phone: [text], detail: text } } })],
    [
      "an error",
      (text) => ({ api: { error: { code: "E", message: text } }, queue: { error: { code: "E", message: text } } }),
    ],
    [
      "a line of the log",
      (text) => ({ worker: { logs: `2026-03-05 10:00:03,123 [WARNING] [MESSAGING-WORKER] ${text}` } }),
    ],
    [
      "a row",
      (text) => ({ notificationLogs: [{ id: 1, success: false, failure_reason: text, recipient_summary: text }] }),
    ],
    ["a record", (text) => ({ provider: { messages: [{ statusCode: "1062", statusMessage: text, to: text }] } })],
    ["a name", (text) => ({ queue: { name: text }, tenant: { code: text, messaging_sender: text } })],
    ["a variable", (text) => ({ api: { env: { A: text } }, worker: { env: { SOLAPI_SENDER: text } } })],
  ];
  for (const [index, [place, bundle]] of places.entries())
    it(`in ${place} is diagnosed in a second: text, JSON and Markdown`, async () => {
      // A third of the texts in each place: masking and cutting are the same everywhere.
      for (const unit of units.filter((_, at) => at % 3 === index % 3)) {
        const json = JSON.stringify({ version: 1, ...bundle(filled(unit)) });
        await inTime(`${place}, ${JSON.stringify(unit)}`, () => {
          const evidence = parseEvidence(json);
          const found = diagnose(evidence, { language: "en" });
          const shown = [
            JSON.stringify(found),
            renderMarkdown(found, evidence, { language: "en" }),
            ...renderReport(found, evidence, { language: "en" }).flatMap((line) => line.map(({ text }) => text)),
          ];
          assert.ok(shown.join("").length < 2 * MEGABYTE);
        });
      }
    }).timeout(60_000);

  describe("in a file", () => {
    let folder: string;
    const { stackTraceLimit } = Error;
    afterEach(() => (Error.stackTraceLimit = stackTraceLimit));
    before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "large-"))));
    after(() => fs.rmSync(folder, { recursive: true }));

    it("is followed in a second", async () => {
      const logFile = path.join(folder, "worker.log");
      for (const unit of units) {
        fs.writeFileSync(logFile, `${new Date().toISOString()} [INFO] ${filled(unit).replaceAll("\n", " ")}\n`);
        await inTime(JSON.stringify(unit), async () => {
          const lines = await createProcessWorkerTarget({ logFile }).linesSince(Date.now() - 60_000);
          assert.equal(lines.length, 1);
          maskText(lines[0]!.text);
        });
      }
    }).timeout(60_000);

    it("is discovered in a second (60,000 blank lines of settings took minutes)", async () => {
      // mocha captures whole stacks, which costs more than the parser itself where it is deep in a file.
      Error.stackTraceLimit = 10;
      for (const unit of [
        ...units,
        "\n",
        "A=\n",
        "${A:-",
        "&a [*a,",
        "- a\n",
        "services:\n",
        "\t",
        "[",
        "!a ",
        "a: b\n",
        "*a ",
      ]) {
        fs.mkdirSync(path.join(folder, "config"), { recursive: true });
        for (const file of [".env", "manage.py", "config/settings.py"])
          fs.writeFileSync(path.join(folder, file), filled(unit, 200_000));
        // A larger one is left out.
        fs.writeFileSync(path.join(folder, "docker-compose.yml"), filled(unit, 20_000));
        await inTime(JSON.stringify(unit), () => discoverEnvironments(folder));
      }
    }).timeout(60_000);
  });
});
