import assert from "node:assert/strict";
import * as vscode from "vscode";
import manifest from "../../../package.json";
import type { Diagnosis } from "../../../src/diagnosis/diagnosis";
import type { SendResult } from "../../../src/commands/message/sendResult";
import {
  activateExtension,
  addressOf,
  answering,
  endStack,
  openText,
  run,
  takeFirst,
  useOwnStack,
  nextTabChange,
} from "../extensionFixture";

const send = (preset: object = {}) =>
  run<SendResult>("messaging.message.send", { isComplete: true, start: "api", tenantCode: "hakwonplus", ...preset });

describe("commands", () => {
  let folder: string;

  before(async () => {
    folder = useOwnStack();
    await activateExtension();
    assert.equal(await run("messaging.stack.start"), "live");
  });

  after(() => endStack(folder));

  it("are all registered, and nothing else is", async () => {
    const declared = manifest.contributes.commands.map(({ command }) => command).sort();
    const views = manifest.contributes.views.messaging.map(({ id }) => `${id}.`);
    const registered = (await vscode.commands.getCommands(true))
      // VS Code makes commands of its own for each view: messaging.layers.focus.
      .filter(
        (id) => id.startsWith("messaging.") && (declared.includes(id) || !views.some((view) => id.startsWith(view))),
      )
      .sort();
    assert.deepEqual(registered, declared);
  });

  it("send a test message through all four layers, and the same again", async () => {
    const first = await send();
    assert.equal(first.outcome, "reached", first.text);
    assert.equal(first.trace?.tenantCode, "hakwonplus");
    const again = await run<SendResult>("messaging.message.sendAgain", first.trace?.traceId);
    assert.equal(again.outcome, "reached");
    assert.notEqual(again.trace?.traceId, first.trace?.traceId);
  });

  it("send past the API, past the queue, and past the worker", async () => {
    assert.equal((await send({ start: "queue" })).outcome, "reached");
    assert.equal((await send({ start: "worker" })).outcome, "reached");
    assert.equal((await send({ start: "provider" })).outcome, "reached");
  });

  it("diagnose a healthy message", async () => {
    const { trace } = await send();
    const { verdict } = await run<Diagnosis>("messaging.diagnosis.run", trace?.traceId);
    assert.equal(verdict.outcome, "ok", JSON.stringify(verdict));
  });

  it("copy a report with masked numbers", async () => {
    const text = await run<string>("messaging.diagnosis.copyReport");
    assert.equal(await vscode.env.clipboard.readText(), text);
    assert.match(text, /^#/);
    assert.doesNotMatch(text, /01012345678/);
  });

  it("inject a fault, see the layer and the cause, fix the sender, send again, and undo", async () => {
    assert.equal(
      await run("messaging.fault.inject", "provider.sender-not-registered"),
      "provider.sender-not-registered",
    );
    const stopped = await send();
    assert.equal(stopped.outcome, "stopped");
    assert.equal(stopped.text, "Solapi 1062");
    const { verdict } = await run<Diagnosis>("messaging.diagnosis.run", stopped.trace?.traceId);
    assert.equal(verdict.cause, "provider.sender-not-registered");
    const inspected = await inspect();
    assert.equal(inspected.registration, "missing");
    const fix = {
      tenantCode: "hakwonplus",
      number: "02-1234-5678",
      traceId: stopped.trace?.traceId,
    };
    const { change, result } = await answering({ choose: takeFirst }, () =>
      run<{ change: { before: string; after: string }; result: SendResult }>("messaging.sender.fix", fix),
    );
    assert.equal(change.after, "0212345678");
    assert.equal(result.outcome, "reached");
    assert.equal((await inspect()).registration, "active");
    await run("messaging.sender.undo");
    assert.equal((await inspect()).tenantValue, change.before);
    assert.deepEqual(await run("messaging.fault.clear"), ["provider.sender-not-registered"]);
    assert.equal((await send()).outcome, "reached");
  });

  it("tell why a message does not come to its end without waiting for the time to be up", async () => {
    await run("messaging.fault.inject", "worker.not-running");
    const startedAt = Date.now();
    const waiting = await send();
    assert.equal(waiting.outcome, "stopped", waiting.text);
    assert.ok(Date.now() - startedAt < 10_000, `${Date.now() - startedAt} ms`);
    const { verdict } = await run<Diagnosis>("messaging.diagnosis.run", waiting.trace?.traceId);
    assert.equal(verdict.layer, "worker");
    await run("messaging.fault.clear");
    assert.equal((await send()).outcome, "reached");
  });

  it("tell of an API that does not answer", async () => {
    await run("messaging.fault.inject", "api.unreachable");
    const stopped = await send();
    assert.equal(stopped.outcome, "stopped");
    assert.match(stopped.text, /^API Nothing answers/);
    await run("messaging.fault.clear");
  });

  it("refuse a wrong number, an unknown tenant and a vanished message without an exception", async () => {
    const before = (await inspect()).tenantValue;
    assert.equal(await run("messaging.sender.fix", { tenantCode: "hakwonplus", number: "12ab" }), undefined);
    assert.equal(await run("messaging.sender.fix", { tenantCode: "nobody", number: "0212345678" }), undefined);
    assert.equal(await run("messaging.message.sendAgain", "gone"), undefined);
    assert.equal(await run("messaging.fault.inject", "no.such-fault"), undefined);
    assert.equal((await inspect()).tenantValue, before);
  });

  it("explain, ignore, list and show a finding again", async () => {
    await run("messaging.fault.inject", "provider.sender-not-registered");
    const { trace } = await send();
    await run("messaging.diagnosis.run", trace?.traceId);
    const cause = "provider.sender-not-registered";
    assert.equal(await run("messaging.finding.explain", { cause }), cause);
    assert.match(await openText(`${cause}.md`), /^# \S/);
    assert.equal(await run("messaging.finding.ignore", { cause }), cause);
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    const file = vscode.Uri.joinPath(workspace!.uri, ".messaging", "ignored-findings.json");
    assert.match(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)), /sender-not-registered/);
    const { verdict } = await run<Diagnosis>("messaging.diagnosis.run", trace?.traceId);
    assert.notEqual(verdict.cause, cause);
    const managing = run<string[]>("messaging.finding.manageIgnored");
    await answered(managing, "workbench.action.closeQuickOpen");
    assert.deepEqual(await managing, [cause]);
    await vscode.workspace.fs.delete(file);
    await run("messaging.fault.clear");
  });

  it("peek into the queue without changing it, and redrive nothing from an empty DLQ", async () => {
    assert.equal(await run("messaging.queue.peek"), 0);
    assert.match(await openText("queue.md"), /The queue and its dead-letter queue are empty\./);
    assert.equal(await run("messaging.queue.redrive"), 0);
  });

  it("open the sandbox inbox and the variables for an own backend", async () => {
    const { trace } = await send();
    assert.ok((await run<number>("messaging.inbox.open")) > 0);
    assert.match(await openText("inbox.md"), new RegExp(trace!.traceId));
    const names = await run<string[]>("messaging.environment.connect");
    assert.ok(names.includes("AWS_ENDPOINT_URL_SQS"));
    assert.match(
      await openText("local-stack.env"),
      new RegExp(`AWS_ENDPOINT_URL_SQS=${addressOf(folder).sqsEndpoint}`),
    );
    const selecting = run("messaging.environment.select");
    await answered(selecting, "workbench.action.acceptSelectedQuickOpenItem");
    assert.equal(await selecting, "local");
  });

  it("look at the rows that were written, and at what was done from here", async () => {
    await send();
    assert.ok((await run<number>("messaging.notificationLog.open")) > 0);
    assert.match(await openText("notification-log.md"), /\| &#35;\d+ \|/);
    assert.ok((await run<number>("messaging.audit.open")) > 0);
    assert.match(await openText("audit.md"), /hakwonplus\.messaging_sender/);
    assert.doesNotMatch(await openText("audit.md"), /01012345678/);
  });

  it("create the queue again, stop and start the worker, and restart it: it then works", async () => {
    assert.equal(await run("messaging.queue.create"), "academy-messaging-jobs");
    assert.equal(await run("messaging.worker.stop"), "missing");
    assert.equal(await run("messaging.worker.start"), "running");
    assert.equal(await run("messaging.worker.restart"), "running");
    assert.equal((await send()).outcome, "reached");
  });

  it("open trace, comparison and phone", async () => {
    const one = await send();
    const other = await send();
    await run("messaging.trace.open", one.trace?.traceId);
    await run("messaging.trace.compare", one.trace?.traceId, [one.trace?.traceId, other.trace?.traceId]);
    await run("messaging.phone.preview", one.trace?.traceId);
    const webviews = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview && !input.viewType.includes("markdown"));
    while (webviews().length < 3) await nextTabChange();
    assert.equal(webviews().length, 3);
  });

  it("follow the worker's log, filter it and stop", async () => {
    const { trace } = await send();
    await run("messaging.logs.tail");
    await run("messaging.logs.filter", trace?.traceId);
    await run("messaging.logs.stop");
  });

  it("load tenants, refresh, and open settings and output", async () => {
    await run("messaging.tenant.loadMore");
    await run("messaging.view.refresh");
    await run("messaging.settings.open");
    await run("messaging.output.show");
  });
});

interface Inspected {
  tenantValue: string;
  registration: string;
}

async function inspect(): Promise<Inspected> {
  const inspecting = run<Inspected>("messaging.sender.inspect", { tenantCode: "hakwonplus" });
  const view = await inspecting;
  await run("workbench.action.closeQuickOpen");
  return view;
}

/** Answers the quick pick that a command shows as soon as it is there. */
async function answered(command: Promise<unknown>, answer: string): Promise<void> {
  let isDone = false;
  void command.finally(() => (isDone = true));
  while (!isDone) {
    await run(answer);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
