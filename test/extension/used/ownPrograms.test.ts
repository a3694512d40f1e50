import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { Diagnosis } from "../../../src/diagnosis/diagnosis";
import type { SendResult } from "../../../src/commands/message/sendResult";
import { activateExtension, endStack, run, useOwnStack } from "../extensionFixture";

const WORKER = "own-worker.cjs";

/** Takes one message and ends. The modules are those of this project: the folder has none. */
const workerText = () => {
  const required = (name: string) => JSON.stringify(require.resolve(name));
  return `
const { SQSClient, GetQueueUrlCommand, ReceiveMessageCommand, DeleteMessageCommand } = require(${required("@aws-sdk/client-sqs")});
const { SolapiMessageService } = require(${required("solapi")});
const { MESSAGING_SQS_QUEUE_NAME: QueueName, SOLAPI_API_KEY, SOLAPI_API_SECRET, SOLAPI_SENDER } = process.env;
(async () => {
  const sqs = new SQSClient({});
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  console.log("polls");
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    for (const { Body, ReceiptHandle } of Messages) {
      const { to, text } = JSON.parse(Body);
      await new SolapiMessageService(SOLAPI_API_KEY, SOLAPI_API_SECRET).send({ to, from: SOLAPI_SENDER, text });
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    if (Messages.length > 0) return sqs.destroy();
  }
})();
`;
};
const BREAK_AT = workerText()
  .split("\n")
  .findIndex((line) => line.includes("JSON.parse(Body)"));

describe("the user's own worker", () => {
  let stack: string;
  let file: string;
  const folder = () => vscode.workspace.workspaceFolders![0]!;

  before(async () => {
    stack = useOwnStack();
    await activateExtension();
    file = path.join(folder().uri.fsPath, WORKER);
    fs.writeFileSync(file, workerText());
    assert.equal(await run("messaging.stack.start"), "live");
  });
  after(async () => {
    fs.rmSync(file);
    await endStack(stack);
  });

  const send = () =>
    run<SendResult>("messaging.message.send", { isComplete: true, start: "api", tenantCode: "hakwonplus" });

  it("is found in the folder as a task, runs in place of the stack's, and sends", async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: "messaging" });
    const task = tasks.find(({ name }) => name === `Run my worker on the local stack: ${WORKER}`);
    assert.ok(task, tasks.map(({ name }) => name).join());
    const { process: program, args, options } = task.execution as vscode.ProcessExecution;
    // As VS Code's terminal would: the host of the tests may have none.
    const child = spawn(program, args, { ...options, env: { ...process.env, ...options?.env }, stdio: "pipe" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += String(text)));
    const ended = once(child, "close");
    const polls = new Promise<void>((resolve) => child.stdout.on("data", () => output.includes("polls") && resolve()));
    await Promise.race([polls, ended]); // by then the stack's own worker is aside
    const { outcome, text } = await send();
    assert.equal(outcome, "reached", `${text}\n${output}`);
    assert.deepEqual(await ended, [0, null], output);
  });

  it("stops at a breakpoint in its own file under F5, and goes on", async () => {
    const breakpoint = new vscode.SourceBreakpoint(
      new vscode.Location(vscode.Uri.file(file), new vscode.Position(BREAK_AT, 0)),
    );
    vscode.debug.addBreakpoints([breakpoint]);
    const before = fs.readdirSync(folder().uri.fsPath);
    const stopped = Promise.withResolvers<{ session: vscode.DebugSession; threadId: number }>();
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory("*", {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: ({ event, body }: { event?: string; body?: { threadId: number } }) => {
          if (event === "stopped") stopped.resolve({ session, threadId: body!.threadId });
        },
      }),
    });
    const started = { type: "messaging", request: "launch", name: "own worker", role: "worker", program: file };
    // VS Code starts the session of the debugger itself, not this one.
    await vscode.debug.startDebugging(folder(), started);
    const sending = send();
    const { session, threadId } = await stopped.promise;
    const { stackFrames } = (await session.customRequest("stackTrace", { threadId, levels: 1 })) as {
      stackFrames: { line: number; source: { path: string } }[];
    };
    const [frame] = stackFrames;
    assert.ok(frame);
    assert.ok(frame.source.path.endsWith(`/${WORKER}`), frame.source.path);
    assert.equal(frame.line, BREAK_AT + 1);
    const ended = new Promise<void>((resolve) => {
      const watch = vscode.debug.onDidTerminateDebugSession(({ parentSession }) => {
        if (parentSession !== undefined) return;
        watch.dispose();
        resolve();
      });
    });
    await session.customRequest("continue", { threadId });
    await ended;
    // The send has stopped waiting for a worker under a debugger; the message went on.
    const { verdict } = await run<Diagnosis>("messaging.diagnosis.run", (await sending).trace?.traceId);
    assert.equal(verdict.outcome, "ok", JSON.stringify(verdict));
    tracker.dispose();
    vscode.debug.removeBreakpoints([breakpoint]);
    assert.deepEqual(fs.readdirSync(folder().uri.fsPath), before, "nothing in the folder was written");
    assert.equal((await send()).outcome, "reached", "the stack's own worker is back");
  });
});
