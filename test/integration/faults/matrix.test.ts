import assert from "node:assert/strict";
import fs from "node:fs/promises";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { exitCodes } from "../../../src/cli/exitCodes";
import { exitCodeOfSend } from "../../../src/cli/message/sendText";
import { causes } from "../../../src/diagnosis/causes/allCauses";
import { layerOfCause } from "../../../src/diagnosis/causes/cause";
import type { Layer } from "../../../src/common/layer";
import type { CauseId } from "../../../src/diagnosis/causes/causeIds";
import { breakOf } from "../../../src/runtime/message/traceBreak";
import { codedTitle } from "../../../src/common/codedTitle";
import type { Finding } from "../../../src/diagnosis/diagnosis";
import type { SendReport } from "../../../src/operations/message/sendMessages";
import { reproduce } from "../../../src/operations/reproduction/reproduce";
import { findMessages } from "../../../src/operations/inquiry/findMessages";
import { CLEAR_FAULT } from "../../../src/runtime/faults/fault";
import { faults } from "../../../src/runtime/faults/faultLab";
import { layerTitle } from "../../../src/runtime/message/layerLines";
import { DEFAULT_REGION } from "../../../src/runtime/queue/payload";
import type { Environment } from "../../../src/targets/environment";
import type { SentMessage } from "../../../src/targets/evidence/sentMessage";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { operationFor, sendVia } from "../../unit/operations/sending";
import { originalOf, writeBundle } from "../../fixtures/bundles";
import { randomOf, seed } from "../../torture/scale";
import { assertSameVerdicts, notOfMessage, savedLive } from "../scenario/savedScenarios";
import { sqsCredentials, StackFixture } from "../stack/stackFixture";
import { ModelWindow } from "./placesOfMessage";
import type { Places } from "./placesOfMessage";

/** The vocabulary has more, for backends of other generations. */
const AT_LEAST = 55;
const DOCUMENT = "docs/matrix.md";
/** As many take a few seconds. */
const SAVED = 8;
/** The worker starts anew after many faults. */
const GREEN_WITHIN_MS = 60_000;

const usual = {
  tenantCode: "hakwonplus",
  request: { student_ids: [1], message_mode: "sms" as const, raw_body: "테스트" },
};

/** How each outcome looks. */
const looks: Record<string, { toast: string; statusBar: string; mark: string; row: string; line: string }> = {
  blocked: { toast: "error", statusBar: "error", mark: "stopped", row: "✖", line: "✖" },
  silent: { toast: "error", statusBar: "error", mark: "stopped", row: "✖", line: "◌" },
  mock: { toast: "warning", statusBar: "circle-large-outline", mark: "not-sent", row: "◌", line: "◌" },
  degraded: { toast: "warning", statusBar: "warning", mark: "degraded", row: "!", line: "◌" },
  ambiguous: { toast: "warning", statusBar: "question", mark: "unknown", row: "?", line: "?" },
  skipped: { toast: "info", statusBar: "debug-step-over", mark: "skipped", row: "•", line: "•" },
};
const lookOf = ({ outcome, cause }: Finding) => looks[cause === "worker.mock-mode" ? "mock" : outcome]!;

/** Of a send to several, which the toast counts; the message of the first one reached its recipient. */
const ofSeveral = new Set(["api.recipients-skipped"]);
/** The API's own messages: nobody was reached, so the row says whom it left out. */
const rowSays: Record<string, RegExp> = { "api.no-recipients": /^! .*left out: no phone number/ };

describe("the six places that speak of a message", () => {
  let stack: StackFixture;
  let window: ModelWindow;
  const rows: string[] = [];
  /** By cause. */
  const saved = new Map<string, string>();

  before(async () => {
    stack = await StackFixture.start();
    window = await ModelWindow.open(stack);
  });
  after(async () => {
    window?.dispose();
    await stack?.stop();
  });

  afterEach(() => stack.client.clearFaults());

  it(`speak of at least ${AT_LEAST} causes, each of the vocabulary`, () => {
    assert.ok(faults.length >= AT_LEAST, `${faults.length}`);
    assert.equal(new Set(faults.map(({ id }) => id)).size, faults.length);
    for (const { id, layer } of faults) assert.equal(layerOfCause(id as CauseId), layer, id);
  });

  for (const { id } of faults)
    it(`agree in layer, outcome, cause and fix: ${id}`, async () => {
      const environment = createLocalEnvironment(stack.client);
      const report = await broughtHome(id, environment, stack.stateDir);
      const [fault] = (await stack.client.faults()).filter(({ active }) => active);
      assert.equal(fault?.id, id);
      const { verdict } = report.diagnosis;
      const seen = { layer: verdict.layer, cause: verdict.cause, outcome: verdict.outcome };
      const expected = { layer: fault.layer, cause: id, outcome: causes[id as CauseId].outcome };
      const { evidence, failed } = report;
      assert.deepEqual(seen, expected, JSON.stringify({ verdict, evidence, failed }, null, 1).slice(0, 6_000));
      if (verdict.outcome !== "degraded") assert.notEqual(exitCodeOfSend(report), exitCodes.ok);
      for (const traceId of report.sent.traceIds) await assertStopped(stack, traceId, fault.layer);
      await assertFound(environment, report.sent, verdict);
      const sent = await window.afterSend(report);
      const diagnosed = await window.afterDiagnose(report);
      rows.push(rowOf(verdict, sent));
      if (ofSeveral.has(id)) assertSeveral(sent);
      else {
        assertAgree("after the send", verdict, sent);
        assertAgree("after Diagnose", verdict, diagnosed);
      }
      saved.set(id, await savedLive(environment, report, stack.stateDir));
      assert.deepEqual([sent.problems, diagnosed.problems], [[], []], "the local stack reads no file of the workspace");
      assert.equal(verdict.fixes[0]?.id, CLEAR_FAULT, "what was broken on purpose is cleared");
      await stack.client.clearFaults();
      await emptyDeadLetters(stack);
      const again = await sendVia(environment, { ...usual, start: "api" }, stack.stateDir);
      assert.equal(again.diagnosis.verdict.outcome, "ok", "the fix mends it");
      await emptyDeadLetters(stack); // a message that was received again meanwhile
      await window.untilGreen(GREEN_WITHIN_MS);
    });

  it("say nothing more when all is undone: 50 sends, no finding", async () => {
    const environment = createLocalEnvironment(stack.client);
    for (let run = 1; run <= 50; run++) {
      const { diagnosis, evidence } = await sendVia(environment, { ...usual, start: "api" }, stack.stateDir);
      const said = `run ${run}: ${JSON.stringify({ diagnosis, evidence }).slice(0, 4_000)}`;
      assert.deepEqual([diagnosis.verdict.outcome, diagnosis.findings], ["ok", []], said);
    }
  });

  it(`are the same in ${SAVED} of them that are run as saved scenarios (SEED=${seed}; all: npm run test:torture)`, async () => {
    const random = randomOf(seed);
    const causes = [...saved.keys()].sort();
    const chosen = Array.from({ length: SAVED }, () => causes.splice(Math.floor(random() * causes.length), 1)[0]!);
    await assertSameVerdicts(new Map(chosen.map((cause) => [cause, saved.get(cause)!])));
  });

  it(`stand in ${DOCUMENT}`, async () => {
    const document = documentOf(rows);
    if (process.env["UPDATE"]) await fs.writeFile(DOCUMENT, document);
    assert.equal(await fs.readFile(DOCUMENT, "utf8"), document, `UPDATE=1 writes it`);
  });
});

/** Sets the cause up as it comes from elsewhere: reproduced from a bundle of a real backend that has the cause. */
async function broughtHome(id: string, environment: Environment, stateDir: string): Promise<SendReport> {
  const result = await reproduce(environment, originalOf(id), operationFor(stateDir), { keep: true });
  assert.ok(result?.report, JSON.stringify(result));
  if (process.env["UPDATE"]) writeBundle(id, result.report.evidence);
  assert.equal(result.isSame, true, JSON.stringify({ ...result.case, local: result.local }));
  return result.report;
}

/** The inquiry says the same of a message or an attempt without an answer, from the archive alone. */
async function assertFound(environment: Environment, sent: SentMessage, verdict: Finding): Promise<void> {
  const [id] = sent.traceIds;
  const isUnanswered = sent.answer !== undefined && "error" in sent.answer;
  if ((id === undefined && !isUnanswered) || notOfMessage.has(verdict.cause)) return;
  const filter = id === undefined ? { from: sent.sentAt } : { id };
  const context = { signal: new AbortController().signal, language: "en", interaction: { progress: () => undefined } };
  const { groups } = await findMessages(environment, filter, 1, context as never);
  const found = groups.map(({ layer, outcome, cause }) => ({ layer, outcome, cause }));
  assert.deepEqual(found, [{ layer: verdict.layer, outcome: verdict.outcome, cause: verdict.cause }], "the inquiry");
}

function assertAgree(when: string, verdict: Finding, places: Places): void {
  const { toast, statusBar, tree, trace, commandLine } = places;
  const { text: title } = codedTitle(verdict.title);
  const place = layerTitle[verdict.layer!];
  const look = lookOf(verdict);
  const said = `${when}: ${JSON.stringify(places, null, 1)}`;
  assert.ok(toast.startsWith(`${look.toast}: `) && toast.includes(title), `toast ${said}`);
  assert.ok(toast.includes("[Clear fault]"), `button ${said}`);
  assert.ok(statusBar.startsWith(`$(${look.statusBar}) `), `icon of the status bar ${said}`);
  assert.ok(statusBar.includes(`${place} · ${title}`), `status bar ${said}`);
  assert.deepEqual([trace.mark, trace.lane, trace.layer], [look.mark, look.mark, verdict.layer], `trace ${said}`);
  assert.ok(trace.text.includes(title), `trace's title ${said}`);
  assert.deepEqual(
    trace.fixes,
    verdict.fixes.map((fix) => fix.title),
    `trace's fixes ${said}`,
  );
  const row = rowSays[verdict.cause];
  if (row) assert.match(tree.message, row, `row ${said}`);
  else {
    assert.ok(tree.message.startsWith(`${look.row} `), `row's icon ${said}`);
    const { code } = codedTitle(verdict.title);
    const isShort = code !== undefined && /^\d{4}$/.test(code) && tree.message.includes(code);
    assert.ok(isShort || tree.message.includes(title) || /not sent/.test(tree.message), `row ${said}`);
  }
  assert.ok(tree.layer.includes(title), `layer's row ${said}`);
  const line = commandLine.split("\n").find((each) => each.trim().startsWith(`${look.line} ${place}`));
  assert.ok(line?.includes(title), `command line ${said}`);
  for (const fix of verdict.fixes) assert.ok(commandLine.includes(fix.title), `fix on the command line ${said}`);
  for (const text of [toast, statusBar, trace.text, tree.message]) {
    assert.doesNotMatch(text, /\(\)|undefined|HTTP_\d|AWS\.|[a-z]_[a-z]+_|…$/, `raw code ${said}`);
  }
}

/** The one that got through has reached its recipient in every place; the send says who has not. */
function assertSeveral({ toast, statusBar, trace, tree, commandLine }: Places): void {
  const sentence = "1 of 2 reached Solapi; not reached: student 3 (no phone number)";
  assert.ok(toast.startsWith(`warning: ${sentence}`), toast);
  assert.equal(statusBar, "$(warning) Messaging: 1 of 2 reached Solapi");
  assert.equal(trace.mark, "passed");
  assert.match(tree.message, /^✔ /);
  assert.match(commandLine, /1 of 2 reached Solapi/);
}

/** The events say the layer that the verdict does; a message that no layer heard of waits in the queue. */
async function assertStopped({ client }: StackFixture, traceId: string, layer: Layer): Promise<void> {
  const trace = (await client.trace(traceId))!;
  const stopped = breakOf(trace);
  if (stopped) return assert.equal(stopped.layer, layer, JSON.stringify(trace.events));
  if (trace.events.some(({ type }) => type === "provider.accepted")) return;
  const parts = await Promise.all((["ready", "in-flight", "delayed"] as const).map((part) => client.peek(part)));
  assert.ok(
    parts.flat().some((message) => message.traceId === traceId),
    JSON.stringify(trace.events),
  );
}

function rowOf(verdict: Finding, { tree, toast, statusBar, trace, commandLine }: Places): string {
  const line = commandLine.split("\n").find((each) => each.includes(codedTitle(verdict.title).text)) ?? "";
  return [
    `\`${verdict.cause}\``,
    `${layerTitle[verdict.layer!]}, ${verdict.outcome}`,
    tree.message,
    toast.replace(/ \[.*$/, ""),
    statusBar.replace(/\$\(([\w-]+)\) /, "$1: "),
    `${trace.mark}: ${trace.text}`,
    "none",
    line.trim(),
    verdict.fixes.map(({ title }) => title).join("; "),
  ]
    .map((cell) => stable(cell).replaceAll("|", "\\|"))
    .join(" | ");
}

/** Without what differs from run to run. */
const stable = (text: string) =>
  text
    .replace(/\d\d:\d\d:\d\d/g, "hh:mm:ss")
    .replace(/\d+(?:\.\d+)? m?s\b/g, "n ms")
    .replace(/\s+/g, " ");

const documentOf = (rows: readonly string[]) =>
  [
    "# One message, one verdict, six places",
    "",
    "Each cause of the fault lab after a send through the local stack, as a person reads it. Diagnose shows the same; the",
    "first fix clears the fault, and everything is green again. test/integration/faults/matrix.test.ts compares the",
    "places and writes this table (`UPDATE=1`).",
    "",
    "| cause | verdict | tree | toast | status bar | trace | Problems | command line | fixes |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
    "",
    "Problems stay empty for the local stack, which reads no file of the workspace.",
    "",
  ].join("\n");

/** Dead letters would colour every later place; the messages that wait arrive once their fault is cleared. */
async function emptyDeadLetters({ client }: StackFixture): Promise<void> {
  const { sqsEndpoint, queueUrl } = client.address;
  const sqs = new SQSClient({ region: DEFAULT_REGION, endpoint: sqsEndpoint, credentials: sqsCredentials(client) });
  const QueueUrl = `${queueUrl}-dlq`;
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) break;
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  sqs.destroy();
}
