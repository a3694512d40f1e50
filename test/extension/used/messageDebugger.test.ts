import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { StackClient } from "../../../src/runtime/control/stackClient";
import { activateExtension, addressOf, answering, endStack, run, useOwnStack } from "../extensionFixture";

interface AdapterMessage {
  type: string;
  event?: string;
  command?: string;
  body?: { threadId?: number; reason?: string; breakpoints?: unknown[] };
}

/** What the adapter sends from now on. */
class AdapterMessages implements vscode.Disposable {
  readonly #sent: AdapterMessage[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #registered = vscode.debug.registerDebugAdapterTrackerFactory("messaging", {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: (message: AdapterMessage) => {
        this.#sent.push(message);
        for (const listener of this.#listeners) listener();
      },
    }),
  });

  async next(isWanted: (message: AdapterMessage) => boolean): Promise<AdapterMessage> {
    for (;;) {
      const found = this.#sent.find(isWanted);
      if (found) return found;
      await new Promise<void>((resolve) => {
        const listener = () => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  dispose(): void {
    this.#registered.dispose();
  }
}

describe("the message debugger", () => {
  let folder: string;

  before(async () => {
    folder = useOwnStack();
    await activateExtension();
    await run("messaging.stack.start");
  });
  after(() => endStack(folder));

  it("stops at a held message as a thread; what goes on is the edited message, and the end of the session lets go", async () => {
    const messages = new AdapterMessages();
    const breakpoint = new vscode.FunctionBreakpoint("sender");
    vscode.debug.addBreakpoints([breakpoint]);
    const ended = new Promise<void>((resolve) => {
      const subscription = vscode.debug.onDidTerminateDebugSession(() => {
        subscription.dispose();
        resolve();
      });
    });
    const client = new StackClient(addressOf(folder), folder);
    try {
      assert.equal(await run("messaging.message.debug"), true);
      await messages.next(
        ({ command, body }) => command === "setFunctionBreakpoints" && body?.breakpoints?.length === 1,
      );
      const { traceIds } = await client.send("hakwonplus", { student_ids: [1], raw_body: "before" });
      const { body } = await messages.next(({ event }) => event === "stopped");
      const session = vscode.debug.activeDebugSession!;
      const ask = (command: string, args: object) => session.customRequest(command, args) as Promise<never>;
      const { threads }: { threads: { id: number; name: string }[] } = await ask("threads", {});
      assert.deepEqual(threads, [{ id: body!.threadId, name: `0101**** ${traceIds[0]}` }]);
      const { stackFrames }: { stackFrames: { id: number; name: string }[] } = await ask("stackTrace", body!);
      assert.match(stackFrames[0]!.name, /^Sender decided, stands still/);
      const { scopes }: { scopes: { variablesReference: number }[] } = await ask("scopes", {
        frameId: stackFrames[0]!.id,
      });
      const { variablesReference } = scopes[0]!;
      await ask("variables", { variablesReference });
      await ask("setVariable", { variablesReference, name: "text", value: "after" });
      // From the context menu of a thread, whose arguments VS Code gives so.
      const item = (id: number) => ({ sessionId: session.id, threadId: `thread:${session.id}:${id}` });
      const stopped = [body!.threadId!];
      const nextStopped = async () => {
        const isNew = ({ event, body: of }: AdapterMessage) => event === "stopped" && !stopped.includes(of!.threadId!);
        const { threadId } = (await messages.next(isNew)).body!;
        stopped.push(threadId!);
        return threadId!;
      };
      const [first] = (await client.send("hakwonplus", { student_ids: [1], raw_body: "dropped" })).traceIds;
      const dropped = await nextStopped();
      const reason = { ask: () => Promise.resolve("a trial") };
      assert.equal(await answering(reason, () => run("messaging.message.drop", dropped, item(dropped))), true);
      const [second] = (await client.send("hakwonplus", { student_ids: [1], raw_body: "answered" })).traceIds;
      const answered = await nextStopped();
      const code = { choose: <T>() => Promise.resolve("1062" as T) };
      assert.equal(await answering(code, () => run("messaging.message.answer", "", item(answered))), "1062");
      await messages.next(({ event, body: of }) => event === "stopped" && of!.reason === "exception"); // any refusal
      await ask("continue", { threadId: answered });
      const fates = new Map<string | undefined, string>();
      for await (const { type, traceId } of client.events(0)) {
        if (type === "provider.refused" || type === "worker.dead-lettered") fates.set(traceId, type);
        if (fates.has(first) && fates.has(second)) break;
      }
      assert.deepEqual([fates.get(first), fates.get(second)], ["worker.dead-lettered", "provider.refused"]);
      await vscode.debug.stopDebugging(session);
      await ended;
      for await (const { type, traceId } of client.events(0))
        if (type === "queue.deleted" && traceId === traceIds[0]) break;
      assert.deepEqual(
        (await client.inbox(traceIds[0])).map(({ text }) => text),
        ["after"],
      );
    } finally {
      vscode.debug.removeBreakpoints([breakpoint]);
      messages.dispose();
    }
  });

  it("stops at the message of a scenario that the Test Explorer debugs, in the scenario's own stack", async () => {
    const messaging = path.join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, ".messaging");
    const breakpoint = new vscode.FunctionBreakpoint("sender");
    const messages = new AdapterMessages();
    const stopped = messages.next(({ event }) => event === "stopped");
    const window = new StackClient(addressOf(folder), folder);
    const before = (await window.traces(100)).length;
    let runs: Thenable<unknown> = Promise.resolve();
    fs.mkdirSync(messaging, { recursive: true });
    fs.writeFileSync(path.join(messaging, "held.scenario.yaml"), "name: is held\nexpect: { outcome: ok }\n");
    vscode.debug.addBreakpoints([breakpoint]);
    try {
      // The explorer reads the file soon after it appeared; before that there is nothing to debug.
      for (let body: unknown; !body;) {
        runs = vscode.commands.executeCommand("testing.debugAll");
        body = await Promise.race([runs.then(() => undefined), stopped]);
      }
      const session = vscode.debug.activeDebugSession!;
      assert.equal(session.name, "is held");
      assert.equal((await window.traces(100)).length, before, "the window's stack has no message of it");
      await vscode.debug.stopDebugging(session);
      await runs;
    } finally {
      vscode.debug.removeBreakpoints([breakpoint]);
      messages.dispose();
      fs.rmSync(messaging, { recursive: true });
    }
  });
});
