import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { SendResult } from "../../../src/commands/message/sendResult";
import type { CompareView, PhonePage, TraceView } from "../../../src/webviews/protocol";
import type { InquiryView } from "../../../src/webviews/inquiryProtocol";
import { activateExtension, answering, endStack, run, useOwnStack } from "../extensionFixture";

const send = (preset: object = {}) =>
  run<SendResult>("messaging.message.send", { isComplete: true, start: "api", tenantCode: "hakwonplus", ...preset });
const open = (message: unknown) => run<TraceView | undefined>("messaging.trace.open", message);
const titles = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)).sort();

/** Resolves once these tabs and no others are open: the window tells of them a little later. */
function tabsAre(...expected: string[]): Promise<void> {
  const wanted = expected.sort().join("\n");
  return new Promise((resolve) => {
    const check = () => {
      if (titles().join("\n") !== wanted) return;
      subscription.dispose();
      resolve();
    };
    const subscription = vscode.window.tabGroups.onDidChangeTabs(check);
    check();
  });
}

describe("the trace", () => {
  let folder: string;
  let reached: string;
  let stopped: string;

  before(async () => {
    folder = useOwnStack();
    await activateExtension();
    await run("messaging.stack.start");
    reached = idOf(await send({ text: "가".repeat(46) }));
    await run("messaging.fault.inject", "provider.sender-not-registered");
    stopped = idOf(await send());
    await run("messaging.fault.clear");
  });

  after(() => endStack(folder));
  afterEach(async () => {
    await run("workbench.action.closeAllEditors");
    await tabsAre();
  });

  it("of a message that got through: four green lanes, its row and its phone", async () => {
    const view = await open(reached);
    assert.deepEqual(
      view?.lanes.map(({ mark }) => mark),
      ["passed", "passed", "passed", "passed"],
    );
    assert.equal(view?.log?.tone, "good");
    assert.equal(view?.phone?.type, "LMS");
    assert.equal(view?.broken, undefined);
  });

  it("of one that was stopped: the cause in the layer, with the fix as a button", async () => {
    const view = await open({ traceId: stopped });
    assert.equal(view?.broken?.layer, "provider");
    assert.match(view?.verdict.text ?? "", /^Stopped at Solapi \(1062\): [^:]+$/);
    assert.deepEqual(view?.broken?.fixes.flatMap(({ action }) => action ?? []).slice(0, 2), [
      { id: "fix:clear-fault", label: "Clear fault", isPrimary: true },
      { id: "fix:set-sender", label: "Use 0212345678", isPrimary: true },
    ]);
    assert.doesNotMatch(JSON.stringify(view), /01012345678/, "the recipient is masked");
  });

  it("is saved as a scenario that expects the same, and opens", async () => {
    const saved = await run<{ file: string }>("messaging.scenario.save", { traceId: stopped });
    try {
      const text = vscode.window.activeTextEditor?.document.getText() ?? "";
      assert.equal(vscode.window.activeTextEditor?.document.fileName, saved.file);
      assert.match(text, /^given: \{ fault: provider\.sender-not-registered \}$/m);
      assert.match(text, /^expect: \{ outcome: blocked, layer: provider, cause: provider\.sender-not-registered \}$/m);
    } finally {
      fs.rmSync(saved.file);
    }
  });

  it("opens from a page that finds messages by cause, and sends the failed one again", async () => {
    const found = await run<InquiryView>("messaging.message.find", "today, blocked");
    assert.deepEqual(
      found.groups.map(({ cause, share, resend }) => [cause, share, resend?.label]),
      [["provider.sender-not-registered", "1 of 1 messages", "Resend failed messages…"]],
      JSON.stringify(found),
    );
    assert.equal(found.rowCount, 1);
    await tabsAre("Messages");
    const sent = await answering({ confirm: () => Promise.resolve(true) }, () =>
      run<number>("messaging.message.resend", { filter: { id: stopped } }),
    );
    assert.equal(sent, 1);
    const again = await run<InquiryView>("messaging.message.find", "today, ok");
    assert.equal(again.rowCount, 2);
  });

  it("is exported in a masked file, which opens as the same picture with its trace, without filters", async () => {
    const file = vscode.Uri.file(path.join(folder, "messages.json"));
    assert.equal(await run<number>("messaging.message.export", { traceId: stopped }, file), 1);
    const found = await run<InquiryView>("messaging.report.open", file);
    assert.deepEqual(
      found.groups.map(({ cause, share, resend }) => [cause, share, resend]),
      [["provider.sender-not-registered", "1 of 1 messages", undefined]],
    );
    assert.equal(found.isHandedOver, true);
    await tabsAre("Report");
    const trace = await run<TraceView>("messaging.report.open", file, stopped);
    assert.equal(trace?.traceId, stopped);
  });

  it("is one tab a message", async () => {
    await open(reached);
    await open(stopped);
    await open(reached);
    await tabsAre(...[reached, stopped].map((id) => `Trace ${id.slice(0, 8)}`));
  });

  it("opens a step as a document that cannot be edited, numbers masked", async () => {
    const step = (await open(stopped))?.lanes[3]?.steps.at(-1);
    const uri = vscode.Uri.from({
      scheme: "messaging-evidence",
      path: `/${stopped}/${step?.id} provider.refused.json`,
    });
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const { type, details } = JSON.parse(text) as { type: string; details: { code: string } };
    assert.equal(type, "provider.refused");
    assert.equal(details.code, "1062");
    assert.equal(vscode.workspace.fs.isWritableFileSystem("messaging-evidence") ?? false, false);
    const claimed = (await open(reached))?.lanes[2]?.steps[0];
    const other = uri.with({ path: `/${reached}/${claimed?.id} worker.claimed.json` });
    const masked = (await vscode.workspace.openTextDocument(other)).getText();
    assert.match(masked, /"to": "0101\*\*\*\*"/);
    assert.match(masked, /"sender": "0212345678"/);
    assert.match(masked, /send_sms ok to=0101\*\*\*\*/, "with what the worker logged of it");
  });

  it("opens request and answer of the API with its step, and what was sent with the provider's", async () => {
    const lanes = (await open(reached))?.lanes;
    const [api] = lanes?.[0]?.steps ?? [];
    const { request, response } = await document(reached, api?.id);
    assert.equal(request?.body.raw_body, "가".repeat(46));
    assert.equal(response?.status, 200);
    const sent = lanes?.[3]?.steps.find(({ title }) => title.startsWith("Accepted"));
    const { message } = await document(reached, sent?.id);
    assert.equal(message?.to, "0101****");
    assert.equal(message?.from, "0212345678");
  });

  it("compares two, the one that worked on the left", async () => {
    const view = await run<CompareView>("messaging.trace.compare", stopped, [stopped, reached]);
    assert.equal(view.left.traceId, reached);
    assert.match(view.summary, /^They part at Solapi/);
    assert.ok(view.rows.find(({ label }) => label === "Sender")?.differs);
    assert.equal(await run("messaging.trace.compare", stopped, [stopped, stopped]), undefined);
  });

  it("of a message nobody knows is a sentence, not a tab", async () => {
    assert.equal(await open("00000000"), undefined);
    await tabsAre();
  });

  it("shows on the phone what the sandbox sent, in full", async () => {
    const page = await run<PhonePage>("messaging.phone.preview", reached);
    const shown = page.messages.find(({ id }) => id === page.selected);
    assert.equal(shown?.text, "가".repeat(46));
    assert.equal(shown?.to, "01012345678");
    assert.equal(shown?.smsEnd, 45);
    await tabsAre("Phone preview");
  });
});

interface EvidenceText {
  request?: { body: { raw_body: string } };
  response?: { status: number };
  message?: { to: string; from: string };
}

async function document(traceId: string, step: string | undefined): Promise<EvidenceText> {
  const uri = vscode.Uri.from({ scheme: "messaging-evidence", path: `/${traceId}/${step} step.json` });
  return JSON.parse((await vscode.workspace.openTextDocument(uri)).getText()) as EvidenceText;
}

function idOf({ trace }: SendResult): string {
  assert.ok(trace, "the message left no trace");
  return trace.traceId;
}
