import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { Diagnosis } from "../../../src/diagnosis/diagnosis";
import type { SendResult } from "../../../src/commands/message/sendResult";
import { StackClient } from "../../../src/runtime/control/stackClient";
import { activateExtension, addressOf, endStack, run, useOwnStack } from "../extensionFixture";

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
/** Debian's Python has boto3 and debugpy; VS Code has no Python extension here. */
const PYTHON = "/usr/bin/python3";
const hasPython = spawnSync(PYTHON, ["-c", "import boto3, debugpy, gunicorn, requests"]).status === 0;
/** For gunicorn, which serves it in a process of its own. */
const PYTHON_API = `
import boto3, json, os

sqs = boto3.client("sqs", endpoint_url=os.environ["AWS_ENDPOINT_URL_SQS"])
queue = sqs.get_queue_url(QueueName=os.environ["MESSAGING_SQS_QUEUE_NAME"])["QueueUrl"]

def view(environ, start_response):
    text = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
    body = {"tenant_id": 1, "to": "01012345678", "text": text, "sender": "0212345678", "message_mode": "sms"}
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(body))  # stops here
    start_response("200 OK", [])
    return []
`;
const COMPOSE = `
services:
  api:
    build: .
    working_dir: /app
    command: sh -c "python manage.py migrate && gunicorn own_api:view -b 0.0.0.0:0"
  messaging-worker: # takes one message and ends
    build: .
    working_dir: /app
    command: sh -c "exec python own_worker.py $$CLIENT"
    environment: { CLIENT: requests, SOLAPI_API_SECRET: real-secret, PYTHONDONTWRITEBYTECODE: 1 }
`;
const PYTHON_WORKER = path.resolve(__dirname, "../../../../test/fixtures/programs/worker.py");
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
    const stops = new Stops();
    const started = { type: "messaging", request: "launch", name: "own worker", role: "worker", program: file };
    // VS Code starts the session of the debugger itself, not this one.
    await vscode.debug.startDebugging(folder(), started);
    const sending = send();
    const { session, threadId, at } = await stops.next();
    assert.deepEqual(at, [WORKER, BREAK_AT + 1]);
    const ended = endedSession();
    await session.customRequest("continue", { threadId });
    await ended;
    // The send has stopped waiting for a worker under a debugger; the message went on.
    const { verdict } = await run<Diagnosis>("messaging.diagnosis.run", (await sending).trace?.traceId);
    assert.equal(verdict.outcome, "ok", JSON.stringify(verdict));
    stops.dispose();
    vscode.debug.removeBreakpoints([breakpoint]);
    assert.deepEqual(fs.readdirSync(folder().uri.fsPath), before, "nothing in the folder was written");
    assert.equal((await send()).outcome, "reached", "the stack's own worker is back");
  });

  it("says that its debugger is missing, and runs without it", async () => {
    const python = path.join(folder().uri.fsPath, "no-debugpy");
    fs.writeFileSync(python, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const started = new Promise<vscode.Task>((resolve) => {
      const watch = vscode.tasks.onDidStartTask(({ execution }) => (watch.dispose(), resolve(execution.task)));
    });
    const launched = { type: "messaging", request: "launch", name: "plain", role: "worker", module: "jobs", python };
    void vscode.debug.startDebugging(folder(), launched);
    const { definition } = await started;
    fs.rmSync(python);
    assert.deepEqual([definition["command"], definition["args"]], [python, ["-m", "jobs"]]);
  });

  it("attaches by port to a Python program, whose debugpy is all that it takes", async function () {
    if (!hasPython) this.skip();
    const listening = path.join(folder().uri.fsPath, "listening.py");
    const lines = [
      "import debugpy",
      'print(debugpy.listen(("127.0.0.1", 0))[1], flush=True)',
      "debugpy.wait_for_client()",
    ];
    fs.writeFileSync(listening, [...lines, "debugpy.breakpoint()", "print('goes on')"].join("\n"));
    const child = spawn(PYTHON, [listening], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "close");
    const stops = new Stops();
    try {
      const [port] = (await once(child.stdout, "data")) as [Buffer];
      const attached = {
        type: "messaging",
        request: "attach",
        name: "listening",
        role: "api",
        python: "/no/such/python",
      };
      void vscode.debug.startDebugging(folder(), { ...attached, port: Number(port) });
      const { at, session, threadId } = await stops.next();
      assert.equal(at[0], "listening.py");
      await session.customRequest("continue", { threadId });
      assert.deepEqual(await ended, [0, null]);
    } finally {
      child.kill();
      stops.dispose();
      fs.rmSync(listening);
    }
  });

  it("stops in the view and in the worker's file of two compose services, without the Python extension (a process that gunicorn starts hung)", async function () {
    if (!hasPython) {
      process.stdout.write(`      skipped: ${PYTHON} has no boto3, debugpy, gunicorn or requests\n`);
      this.skip();
    }
    const names = ["own_api.py", "own_worker.py", "compose.yaml"] as const;
    const files = names.map((name) => path.join(folder().uri.fsPath, name)) as [string, string, string];
    const [api, worker, compose] = files;
    fs.writeFileSync(api, PYTHON_API);
    fs.writeFileSync(compose, COMPOSE);
    fs.copyFileSync(PYTHON_WORKER, worker);
    const lineIn = (name: string, text: string) =>
      fs
        .readFileSync(name, "utf8")
        .split("\n")
        .findIndex((line) => line.includes(text));
    const lines = [lineIn(api, "# stops here"), lineIn(worker, 'send(client, message["Body"])')];
    const breakpoints = [api, worker].map(
      (name, index) =>
        new vscode.SourceBreakpoint(new vscode.Location(vscode.Uri.file(name), new vscode.Position(lines[index]!, 0))),
    );
    vscode.debug.addBreakpoints(breakpoints);
    const stops = new Stops();
    try {
      const common = { type: "messaging", request: "launch", python: PYTHON };
      const listens = stops.output(/Listening at: http:..127.0.0.1:(\d+)/);
      await vscode.debug.startDebugging(folder(), { ...common, name: "own API", service: "api" });
      const [, port] = await listens;
      const tasks = await vscode.tasks.fetchTasks({ type: "messaging" });
      const service = tasks.find(({ definition }) => definition["service"] === "messaging-worker");
      assert.deepEqual(service?.definition, { type: "messaging", role: "worker", service: "messaging-worker" });
      const begun = startedSession();
      await vscode.debug.startDebugging(folder(), { ...common, name: "own worker", service: "messaging-worker" });
      const { id: sessionId, configuration } = await begun;
      assert.ok(!JSON.stringify(configuration).includes("real-secret"));
      const client = new StackClient(addressOf(stack), stack);
      const restarted = startedSession();
      await vscode.commands.executeCommand("workbench.action.debug.restart", undefined, { sessionId });
      await restarted;
      for await (const _change of client.changes()) {
        const { isWorkerAside, queue } = await client.snapshot();
        const isPolled = queue.pollers.some(({ userAgent, openPolls }) => openPolls > 0 && userAgent.includes("Boto3"));
        if (isWorkerAside && isPolled) break;
      }
      const { seq } = await client.snapshot();
      const answered = fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "from Python" });
      const inView = await stops.next();
      assert.deepEqual([inView.at, inView.session.type], [[names[0], lines[0]! + 1], "messaging-python"]);
      await inView.session.customRequest("continue", { threadId: inView.threadId });
      assert.equal((await answered).status, 200);
      const inWorker = await stops.next();
      assert.deepEqual(inWorker.at, [names[1], lines[1]! + 1]);
      assert.equal((await client.snapshot()).isWorkerAside, true, "the stack's worker came back at the restart");
      const ended = endedSession();
      await inWorker.session.customRequest("continue", { threadId: inWorker.threadId });
      await ended;
      for await (const { type } of client.events(seq)) if (type === "queue.deleted") break;
      const inbox = await client.inbox();
      assert.deepEqual(
        inbox.filter(({ text }) => text === "from Python").map((message) => message.client),
        ["Python requests"],
      );
    } finally {
      const ended = endedSession();
      await vscode.debug.stopDebugging();
      await ended;
      stops.dispose();
      vscode.debug.removeBreakpoints(breakpoints);
      for (const name of files) fs.rmSync(name);
    }
  });
});

/** The next session that is no other's child. */
const startedSession = () =>
  new Promise<vscode.DebugSession>((resolve) => {
    const watch = vscode.debug.onDidStartDebugSession((session) => {
      if (session.parentSession !== undefined) return;
      watch.dispose();
      resolve(session);
    });
  });

/** A session that is no other's child has ended. */
const endedSession = () =>
  new Promise<void>((resolve) => {
    const watch = vscode.debug.onDidTerminateDebugSession(({ parentSession }) => {
      if (parentSession !== undefined) return;
      watch.dispose();
      resolve();
    });
  });

interface Stop {
  session: vscode.DebugSession;
  threadId: number;
  /** The innermost frame's file and line. */
  at: [file: string, line: number];
}

interface AdapterEvent {
  event?: string;
  body?: { threadId: number; output?: string };
}

/** Where programs under debuggers stop, in their order. */
class Stops implements vscode.Disposable {
  readonly #stopped: Promise<Stop>[] = [];
  readonly #listeners = new Set<(event: AdapterEvent) => void>();
  readonly #registered = vscode.debug.registerDebugAdapterTrackerFactory("*", {
    createDebugAdapterTracker: (session) => ({
      onDidSendMessage: (message: AdapterEvent) => {
        if (message.event === "stopped") this.#stopped.push(stopAt(session, message.body!.threadId));
        for (const listener of [...this.#listeners]) listener(message);
      },
    }),
  });

  async next(): Promise<Stop> {
    for (;;) {
      const next = this.#stopped.shift();
      if (next) return next;
      await this.#heard(({ event }) => event === "stopped");
    }
  }

  /** Resolves when the programs have printed it, in as many pieces as it takes. */
  async output(pattern: RegExp): Promise<RegExpExecArray> {
    let text = "";
    await this.#heard(({ event, body }) => event === "output" && pattern.test((text += body?.output ?? "")));
    return pattern.exec(text)!;
  }

  dispose(): void {
    this.#registered.dispose();
  }

  #heard(isWanted: (event: AdapterEvent) => boolean): Promise<AdapterEvent> {
    return new Promise((resolve) => {
      const listener = (event: AdapterEvent) => {
        if (!isWanted(event)) return;
        this.#listeners.delete(listener);
        resolve(event);
      };
      this.#listeners.add(listener);
    });
  }
}

async function stopAt(session: vscode.DebugSession, threadId: number): Promise<Stop> {
  const { stackFrames } = (await session.customRequest("stackTrace", { threadId, levels: 1 })) as {
    stackFrames: { line: number; source: { path: string } }[];
  };
  const [{ line, source }] = stackFrames as [(typeof stackFrames)[0]];
  return { session, threadId, at: [path.basename(source.path), line] };
}
