import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { holdPoints } from "../../../src/runtime/holds/holdPoint";
import { McpSession } from "../agents/mcpSession";
import { DapClient } from "../debugger/dapClient";
import { sqsCredentials, StackFixture } from "../stack/stackFixture";
import { runClean } from "./cleanRun";
import { found, plants } from "./plants";

const all = plants.map(({ text }) => text).join("\n");
/** A few plants in each. */
const parts = Array.from({ length: Math.ceil(plants.length / 8) }, (_, index) =>
  plants.slice(8 * index, 8 * index + 8).map(({ text }) => text),
).map((texts) => texts.join("\n"));
const log = parts
  .map((part) => `2026-03-05 10:00:03,123 [ERROR] [MESSAGING-WORKER] Unexpected error in main loop: ${part}`)
  .join("\n");
const rows = parts.map((part, id) => ({ id, success: false, failure_reason: part, recipient_summary: part }));
const bundle = {
  version: 1,
  request: { raw_body: all, student_ids: [1] },
  api: { status: 400, body: { detail: all, raw_body: [all] }, logs: log },
  worker: { logs: log },
  notificationLogs: rows,
  provider: { messages: parts.map((part) => ({ statusCode: "1062", statusMessage: part, to: part })) },
};

/** Everything that a debug adapter shows of a stopped thread: frames, their documents, variables and what is below. */
async function shownOf(dap: DapClient, threadId: number): Promise<string> {
  const { stackFrames } = await dap.ask("stackTrace", { threadId });
  const seen: unknown[] = [stackFrames];
  const look = async (variablesReference: number): Promise<void> => {
    const { variables } = await dap.ask("variables", { variablesReference });
    seen.push(variables);
    for (const { variablesReference: below } of variables as DebugProtocol.Variable[]) if (below > 0) await look(below);
  };
  for (const { id, source } of (stackFrames as DebugProtocol.StackFrame[]).slice(0, 3)) {
    if (source?.sourceReference) seen.push(await dap.ask("source", { sourceReference: source.sourceReference }));
    const { scopes } = await dap.ask("scopes", { frameId: id });
    for (const { variablesReference } of scopes as DebugProtocol.Scope[]) await look(variablesReference);
  }
  return seen.map((each) => JSON.stringify(each)).join("\n");
}

describe("130 planted secrets, numbers, names and texts, at the newer doors", function () {
  this.timeout(180_000);
  let dir: string;
  let stack: StackFixture;
  let env: Record<string, string>;

  before(async () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-doors-"));
    stack = await StackFixture.start();
    env = { MESSAGING_STATE_DIR: stack.stateDir };
  });
  after(async () => {
    await stack?.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  });

  const write = (name: string, text: string | object) => {
    const file = path.join(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof text === "string" ? text : JSON.stringify(text));
    return file;
  };
  const enqueue = async (...bodies: string[]) => {
    const { sqsEndpoint: endpoint, queueUrl: QueueUrl } = stack.client.address;
    const credentials = sqsCredentials(stack.client);
    const customUserAgent = [["SECRET_KEY=Zq0Planted0", "010-1234-6101"]] as [string, string][];
    const sqs = new SQSClient({ region: "ap-northeast-2", endpoint, credentials, customUserAgent });
    for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    sqs.destroy();
  };
  const odd = { tenant_id: 1, to: "01012346101", text: "x", sender: null, message_mode: all, created_at: all };

  it("are in no variable, frame or document of a held message", async () => {
    const dap = await DapClient.attached(
      env,
      holdPoints.map((filterId) => ({ filterId })),
    );
    try {
      const { breakpoints } = await dap.ask("setExceptionBreakpoints", {
        filters: ["received", "refusal"],
        filterOptions: plants.slice(0, 5).map(({ text }) => ({ filterId: "row", condition: text })),
      });
      await enqueue(all, JSON.stringify(odd), JSON.stringify({ [all]: all, to: "01012346101" }));
      const seen = [JSON.stringify(breakpoints)];
      for (let count = 0; count < 3; count++) {
        const { threadId } = await dap.event("stopped");
        seen.push(await shownOf(dap, threadId));
        const { stackFrames } = await dap.ask("stackTrace", { threadId });
        for (const expression of ["to", "body", "text", all])
          await dap
            .ask("evaluate", { expression, frameId: stackFrames[0].id, context: "repl" })
            .then((answer) => seen.push(JSON.stringify(answer)))
            .catch((error: unknown) => seen.push(String(error)));
        await dap.ask("continue", { threadId });
      }
      seen.push(JSON.stringify(dap.events));
      assert.deepEqual(found(seen.join("\n")), []);
    } finally {
      await dap.kill();
    }
  });

  it("are in no step of a recorded run", async () => {
    const files = {
      apiLog: write("api.log", log),
      workerLog: write("worker.log", log),
      evidence: write("b.json", bundle),
    };
    const dap = new DapClient(env, dir);
    try {
      await dap.ask("initialize", { adapterID: "messaging" });
      await dap.ask("launch", files);
      await dap.ask("configurationDone");
      let isOver = false;
      const over = dap.event("terminated").then(() => void (isOver = true));
      let steps = 0;
      for (;;) {
        await Promise.race([dap.event("stopped"), over]);
        if (isOver) break;
        assert.deepEqual(found(await shownOf(dap, 1)), [], `step ${++steps}`);
        await dap.ask("next", { threadId: 1 });
      }
      assert.ok(steps > 3 * parts.length, String(steps));
    } finally {
      await dap.kill();
    }
  });

  it("are in no answer of an agent's tool, and in no plan on disk", async () => {
    const agent = await McpSession.start(stack.stateDir);
    try {
      const calls: [string, Record<string, unknown>][] = [
        ...parts.map((text): [string, Record<string, unknown>] => ["explain", { text }]),
        ["explain", { text: log.slice(-4_000) }],
        ...["find_messages", "diagnose", "trace"].map((name): [string, Record<string, unknown>] => [
          name,
          { id: "to=01012346101" },
        ]),
        ["find_messages", { to: "01012346101" }],
        ["find_messages", { from: "010-1234-6102 SECRET_KEY=Zq0Planted0" }],
        ["find_messages", { [all]: all }],
        ["find_messages", {}],
        ["diagnose", {}],
        ["layers", {}],
        ["layers", { environment: all }],
        ["plan_fix", { fix: "set-sender", tenant: "SECRET_KEY=Zq0Planted0", number: "010-1234-6101" }],
        ["send_test", { number: "01012346101", text: "Ztext0 내일 상담이 있습니다" }],
        [all, {}],
      ];
      for (const [name, input] of calls) {
        const { text } = await agent.call(name, input).catch((error: unknown) => ({ text: String(error) }));
        assert.deepEqual(found(text), [], `${name} ${JSON.stringify(input).slice(0, 200)}`);
      }
    } finally {
      await agent.close();
    }
  });

  it("are in nothing that brings a message home, finds it or leads a program to the stack", async () => {
    const folder = path.dirname(
      write(
        "app/docker-compose.yml",
        `services:\n  api:\n    environment:\n      SECRET_KEY: Zq0Planted0\n      DATABASE_URL: "postgres://a:Zq0Planted0@db/x"\n    command: gunicorn\n  worker:\n    environment:\n      SECRET_KEY: Zq0Planted0\n      PHONE: 010-1234-6101\n    command: python run_messaging_worker.py\n`,
      ),
    );
    const received = write("received.json", { MessageId: "m", Body: JSON.stringify(odd) });
    const commands = [
      ["reproduce", write("bundle.json", bundle)],
      ["test", "save", received, "--workspace", folder, "--json"],
      ["reproduce", write("text.json", all)],
      ["reproduce", "010-1234-6101 SECRET_KEY=Zq0Planted0"],
      ["test", "save", write("bundle.json", bundle), "--workspace", folder],
      ["messages", "--csv"],
      ["messages", "--export", path.join(dir, "messages.json")],
      ["messages", "--json", "--to", "010-1234-6101"],
      ["messages", "--from", "SECRET_KEY=Zq0Planted0"],
      ["resend", "--dry-run", "--json"],
      ["env", "--format", "compose-override", "--workspace", folder],
      ["env", "--format", "compose-override", "--service", "SECRET_KEY=Zq0Planted0", "--workspace", folder],
      ["run", "--", process.execPath, "-e", "0", ...plants.slice(0, 40).map(({ text }) => text)],
      ["status"],
    ];
    await runClean(commands, env);
    const saved = fs.readdirSync(path.join(folder, ".messaging"));
    assert.equal(saved.length, 2);
    const files = [path.join(dir, "messages.json"), ...saved.map((name) => path.join(folder, ".messaging", name))];
    for (const file of files) assert.deepEqual(found(fs.readFileSync(file, "utf8")), [], file);
    await runClean([["diagnose", "--evidence", files[0]!, "--json"]], env);
  });

  it("are in no report of scenarios", async () => {
    const workspace = path.join(dir, "app");
    const reports = ["--junit", path.join(dir, "junit.xml"), "--summary", path.join(dir, "summary.md")];
    const quoted = (text: string) => JSON.stringify(text);
    const said = `console.log(${quoted(all)});process.exit(1)`;
    const texts = [
      all,
      plants.map(({ text }) => `${quoted(text)}: 1`).join("\n"),
      parts.map((text) => `name: x\ngiven: { fault: ${quoted(text)} }\nexpect: {}`).join("\n---\n"),
      parts.map((text) => `name: x\nexpect: { ${quoted(text)}: 1, within: ${quoted(text)} }`).join("\n---\n"),
      `name: ${quoted(all)}\nexpect: 1`,
      `name: "010-1234-6101 SECRET_KEY=Zq0Planted0"\nown: { worker: [${quoted(process.execPath)}, -e, ${quoted(said)}] }\nexpect: {}`,
    ];
    fs.rmSync(path.join(workspace, ".messaging"), { recursive: true, force: true });
    for (const [index, text] of texts.entries()) write(`app/.messaging/${index}.scenario.yaml`, text);
    const [written = ""] = await runClean([["test", "--workspace", workspace, ...reports]], env);
    assert.match(written, /Your program ended/);
    fs.rmSync(path.join(workspace, ".messaging/5.scenario.yaml"));
    await runClean([["test", "--workspace", workspace, "--json"]], env);
    for (const name of ["junit.xml", "summary.md"])
      assert.deepEqual(found(fs.readFileSync(path.join(dir, name), "utf8")), [], name);
  });

  it("are in no log, plan or audit of the state folder", async () => {
    const files = fs
      .readdirSync(stack.stateDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.sqlite(?:-wal|-shm)?$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files) assert.deepEqual(found(fs.readFileSync(file, "utf8")), [], file);
  });
});
