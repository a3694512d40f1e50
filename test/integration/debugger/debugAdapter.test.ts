import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { python } from "../django/requirements";
import { hasModules, StartedProgram } from "../programs/programFixture";
import { enqueueMany, runCli, sqsCredentials, StackFixture } from "../stack/stackFixture";
import { DapClient } from "./dapClient";
import { until } from "./heldMessages";

const SENDER = "0212345678";

describe("messaging debug-adapter on stdio", function () {
  this.timeout(120_000);
  let stack: StackFixture;
  let client: DapClient | undefined;
  let names = 0;
  const name = () => `dap${++names}`;

  before(async () => {
    stack = await StackFixture.start();
  });
  afterEach(async () => {
    await client?.kill();
    client = undefined;
  });
  after(() => stack.stop());

  const debug = async (...filters: DebugProtocol.ExceptionFilterOptions[]) =>
    (client = await DapClient.attached({ MESSAGING_STATE_DIR: stack.stateDir }, filters));
  const inbox = async (traceId: string) =>
    (await stack.client.inbox(traceId)).map(({ to, from, text }) => [to, from, text]);
  const enqueue = (count: number, more: (index: number) => object = () => ({})) =>
    enqueueMany(stack.client, name(), count, (index) => ({ tenant_id: 1, ...more(index) }));

  it("declares what it can do, and nothing else", async () => {
    client = new DapClient({ MESSAGING_STATE_DIR: stack.stateDir });
    const { exceptionBreakpointFilters, ...capabilities } = await client.ask("initialize", { adapterID: "messaging" });
    assert.deepEqual(Object.keys(capabilities as object).sort(), [
      "supportsCompletionsRequest",
      "supportsConditionalBreakpoints",
      "supportsConfigurationDoneRequest",
      "supportsExceptionFilterOptions",
      "supportsExceptionInfoRequest",
      "supportsFunctionBreakpoints",
      "supportsSetVariable",
    ]);
    assert.equal((exceptionBreakpointFilters as unknown[]).length, 9);
  });

  it("holds two messages as two threads, shows one, and what goes on is the edited message", async () => {
    const dap = await debug({ filterId: "sender" });
    const ids = await enqueue(2);
    const stopped = [await dap.event("stopped"), await dap.event("stopped")];
    const { threads } = await dap.ask("threads");
    const named = (threads as DebugProtocol.Thread[]).map(({ name: each }) => each);
    assert.deepEqual(
      named.toSorted(),
      ids.map((id) => `0101**** ${id}`),
    );
    assert.deepEqual([stopped[0].reason, stopped[0].allThreadsStopped], ["breakpoint", false]);
    const [{ threadId }] = stopped;
    const { frames, scopes } = await dap.look(threadId as number);
    assert.match(frames[0]!.name, /^Sender decided, stands still, 60 s of the visibility timeout left|59\.\d s/);
    assert.ok(frames.some((frame) => frame.name.startsWith("Handed to the worker")));
    assert.deepEqual(Object.keys(scopes), ["Message", "Sender", "Queue", "Tenant"]);
    assert.deepEqual([scopes["Message"]!.values["to"], scopes["Queue"]!.values["attempt"]], ['"0101****"', "1"]);
    assert.deepEqual(Object.keys(scopes["Sender"]!.values), [
      "used",
      "sender",
      "1. payload",
      "2. Tenant.messaging_sender",
      "3. SOLAPI_SENDER",
    ]);
    const set = { variablesReference: scopes["Sender"]!.reference, name: "sender", value: "02-1234-5678" };
    assert.equal((await dap.ask("setVariable", set)).value, '"02-1234-5678"');
    const text = { variablesReference: scopes["Message"]!.reference, name: "text", value: '"두 줄\\n본문"' };
    assert.equal((await dap.ask("setVariable", text)).value, '"두 줄\\n본문"');
    const after = await dap.look(threadId as number);
    assert.equal(after.scopes["Sender"]!.values["used"], `"${SENDER}" (payload)`);
    await dap.ask("continue", { threadId });
    const traceId = named[threads.findIndex((each: DebugProtocol.Thread) => each.id === threadId)]!.split(" ")[1]!;
    await until(stack.client, traceId, "queue.deleted");
    assert.deepEqual(await inbox(traceId), [["01012345678", SENDER, "두 줄\n본문"]]);
    await dap.ask("continue", { threadId: stopped[1].threadId });
  });

  it("shows a payload as a document, without the recipient's number", async () => {
    const dap = await debug({ filterId: "provider-call" });
    await enqueue(1, () => ({ sender: SENDER }));
    const { threadId } = await dap.event("stopped");
    const { frames, scopes } = await dap.look(threadId);
    const [top] = frames;
    const { content } = await dap.ask("source", { source: top!.source, sourceReference: top!.source!.sourceReference });
    assert.deepEqual(JSON.parse(content as string), {
      to: "0101****",
      traceId: `dap${names}-0`,
      from: SENDER,
      text: `dap${names}`,
    });
    assert.deepEqual(Object.keys(scopes["Solapi"]!.values), ["request"]);
    await dap.ask("continue", { threadId });
  });

  it("holds one of two by a condition, as check box and as function breakpoint", async () => {
    const dap = await debug();
    const { breakpoints } = await dap.ask("setFunctionBreakpoints", {
      breakpoints: [
        { name: "received", condition: 'text == "hold"' },
        { name: "nowhere" },
        { name: "row", condition: "tenat == 1" },
      ],
    });
    assert.deepEqual(
      (breakpoints as DebugProtocol.Breakpoint[]).map(({ verified, message = "" }) => [verified, message.slice(0, 26)]),
      [
        [true, ""],
        [false, "There is no point nowhere."],
        [false, "Unknown variable: tenat"],
      ],
    );
    const [held, other] = await enqueue(2, (index) => (index === 0 ? { text: "hold" } : {}));
    const { threadId } = await dap.event("stopped");
    await until(stack.client, other!, "queue.deleted");
    const { threads } = await dap.ask("threads");
    assert.deepEqual(threads, [{ id: threadId, name: `0101**** ${held}` }]);
    await dap.ask("setFunctionBreakpoints", { breakpoints: [] });
    const filters = await dap.ask("setExceptionBreakpoints", {
      filters: ["row"],
      filterOptions: [{ filterId: "delete", condition: "attempt > 1" }],
    });
    assert.deepEqual(filters.breakpoints, [{ verified: true }, { verified: true }]);
    await dap.ask("continue", { threadId });
    assert.equal((await dap.event("stopped")).description, "Held: Before the row is written");
    await dap.ask("continue", { threadId });
    await until(stack.client, held!, "queue.deleted");
  });

  it("steps to the next layer, and into the next point", async () => {
    const dap = await debug({ filterId: "received" });
    await enqueue(1, () => ({ sender: SENDER }));
    const { threadId } = await dap.event("stopped");
    await dap.ask("next", { threadId });
    const next = await dap.event("stopped");
    assert.deepEqual(
      [next.reason, next.threadId, next.description],
      ["step", threadId, "Held: Before Solapi is called"],
    );
    await dap.ask("stepIn", { threadId });
    assert.equal((await dap.event("stopped")).description, "Held: Solapi's answer");
    await dap.ask("stepOut", { threadId });
    assert.equal((await dap.event("stopped")).description, "Held: Before the row is written");
    await dap.ask("next", { threadId }); // no other layer follows: it runs to its end
    assert.equal((await dap.event("thread")).reason, "started");
    assert.deepEqual(await dap.event("thread"), { reason: "exited", threadId });
  });

  it("answers in Solapi's place, drops, sends again, and computes, by what is typed", async () => {
    const dap = await debug({ filterId: "provider-call" }, { filterId: "refusal" });
    const [first, second, third] = await enqueue(3, () => ({ sender: SENDER }));
    const held = new Map<string, { threadId: number; frameId: number }>();
    for (let count = 0; count < 3; count++) {
      const { threadId } = await dap.event("stopped");
      const { frames, scopes } = await dap.look(threadId);
      held.set(JSON.parse(scopes["Message"]!.values["trace_id"]!), { threadId, frameId: frames[0]!.id });
    }
    const typed = async (id: string | undefined, expression: string) =>
      (await dap.ask("evaluate", { expression, context: "repl", frameId: held.get(id!)!.frameId })).result as string;
    assert.equal(await typed(first, "attempt == 1 && text.startsWith('dap')"), "true");
    await assert.rejects(typed(first, "attemptt"), /Unknown variable: attemptt/);
    await assert.rejects(typed(first, "answer"), /Type the code to answer/);
    assert.match(await typed(first, "help"), /answer CODE/);
    assert.equal(await typed(first, "answer 1062"), "Done");
    const refused = await dap.event("stopped");
    assert.deepEqual([refused.reason, refused.threadId], ["exception", held.get(first!)!.threadId]);
    const info = await dap.ask("exceptionInfo", { threadId: refused.threadId });
    assert.equal(info.exceptionId, "1062");
    await dap.ask("continue", { threadId: refused.threadId });
    assert.equal(await typed(second, "drop 시험"), "Done");
    assert.equal(await typed(third, "again"), "Sent to the sandbox");
    await dap.ask("continue", { threadId: held.get(third!)!.threadId });
    for (const id of [first, second, third]) await until(stack.client, id!, "queue.deleted");
    assert.deepEqual([await inbox(first!), await inbox(second!), (await inbox(third!)).length], [[], [], 1]);
    const dead = await stack.client.peek("dead");
    assert.deepEqual(
      dead.filter(({ traceId }) => traceId === second).map(({ traceId }) => traceId),
      [second],
    );
    const { targets } = await dap.ask("completions", { text: "an", column: 3 });
    assert.deepEqual(targets, [{ label: "answer", start: 0, length: 2 }]);
  });

  it("says in a sentence what cannot be done", async () => {
    const dap = await debug({ filterId: "row" });
    await enqueue(1);
    const { threadId } = await dap.event("stopped");
    const { scopes } = await dap.look(threadId);
    const set = (variable: string) =>
      dap.ask("setVariable", { variablesReference: scopes["Message"]!.reference, name: variable, value: "x" });
    await assert.rejects(set("text"), /text cannot be changed here/);
    await assert.rejects(dap.ask("stepBack", { threadId }), /does not offer that/);
    await assert.rejects(dap.ask("pause", { threadId }), /check a point at which to hold it/);
    await assert.rejects(dap.ask("continue", { threadId: 999 }), /no longer held/);
    const other = new DapClient({ MESSAGING_STATE_DIR: stack.stateDir });
    await other.ask("initialize", { adapterID: "messaging" });
    await assert.rejects(other.ask("attach"), /Another debugger holds messages of this stack\. End that/);
    await other.kill();
    await dap.ask("continue", { threadId });
  });

  for (const how of ["disconnect", "kill"] as const)
    it(`lets everything go on, once, at ${how}`, async () => {
      const dap = await debug({ filterId: "enqueued" }, { filterId: "row" });
      const ids = await enqueue(2, () => ({ sender: SENDER }));
      const { threadId } = await dap.event("stopped");
      await dap.ask("continue", { threadId });
      await dap.event("stopped");
      await dap[how]();
      client = undefined;
      for (const id of ids) await until(stack.client, id, "queue.deleted");
      for (const id of ids) assert.equal((await inbox(id)).length, 1, id);
    });

  it("shows the line of one's own worker that waits for a held message", async () => {
    const sqs = new SQSClient({
      region: "ap-northeast-2",
      endpoint: stack.client.address.sqsEndpoint,
      credentials: sqsCredentials(stack.client),
    });
    const options = { MESSAGING_STATE_DIR: stack.stateDir };
    const dap = (client = await DapClient.attached(options, [{ filterId: "received" }], "test/fixtures/programs"));
    await stack.client.worker("stop");
    const [id] = await enqueue(1, () => ({ sender: SENDER }));
    await sqs.send(new ReceiveMessageCommand({ QueueUrl: stack.client.address.queueUrl, WaitTimeSeconds: 0 }));
    sqs.destroy();
    const { threadId } = await dap.event("stopped");
    const { frames, scopes } = await dap.look(threadId);
    const [{ source, line, column }] = frames as [(typeof frames)[number]];
    assert.deepEqual([source!.name, line, column], ["worker.mjs", 12, 0]);
    assert.equal(scopes["Message"]!.values["trace_id"], JSON.stringify(id));
    assert.equal(frames[1]!.source!.name, `${id}.json`);
    await dap.ask("continue", { threadId });
    await stack.client.worker("start");
    await dap.ask("continue", { threadId: (await dap.event("stopped")).threadId }); // at the stack's own worker, again
    await until(stack.client, id!, "queue.deleted");
  });

  it("shows the lines of one's own API and worker that wait, with their callers", async function () {
    if (!hasModules("boto3", "requests")) {
      process.stdout.write(`      skipped: ${python} has no boto3 or no requests\n`);
      this.skip();
    }
    const folder = path.resolve("test/fixtures/programs");
    const options = { MESSAGING_STATE_DIR: stack.stateDir };
    const points = ["enqueued", "received", "provider-call"].map((filterId) => ({ filterId }));
    const dap = (client = await DapClient.attached(options, points, folder));
    const worker = StartedProgram.start(stack, ["--role", "worker", "--", python, `${folder}/worker.py`, "requests"]);
    const api = StartedProgram.start(stack, ["--", process.execPath, `${folder}/api.mjs`], { PORT: "0" });
    const [[, port]] = await Promise.all([api.says(/listens on (\d+)\n/), worker.polls(stack)]);
    const authorization = `Bearer ${stack.client.address.apiToken}`;
    const body = JSON.stringify({ raw_body: "lines" });
    const url = `http://127.0.0.1:${port}/api/v1/messaging/send/`;
    const answered = fetch(url, { method: "POST", headers: { authorization }, body });
    const lines = async () => {
      const { threadId } = await dap.event("stopped");
      const { frames } = await dap.look(threadId);
      await dap.ask("continue", { threadId });
      return frames.flatMap(({ source, line }) => {
        const text = source?.path && readFileSync(source.path, "utf8").split("\n")[line - 1]!.trim();
        return text ? [text] : [];
      });
    };
    const [enqueuing] = await lines();
    assert.equal(
      enqueuing,
      "await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));",
    );
    assert.deepEqual(await lines(), [
      'messages = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20).get("Messages", [])',
      "work(sys.argv[1])",
    ]);
    const [call, caller, ...outer] = await lines();
    assert.equal(call, "return requests.post(URL, data=data, headers=headers(), timeout=10).status_code");
    assert.match(caller ?? "", /^status = globals\(\)/);
    assert.deepEqual(outer, ['send(client, message["Body"])', "work(sys.argv[1])"]);
    assert.equal((await answered).status, 200);
    assert.equal((await worker.ended).code, 0);
    api.cli.kill("SIGTERM");
    await api.ended;
  });

  it("starts a stack of its own where none runs, and ends it", async () => {
    const MESSAGING_STATE_DIR = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-debugger-"));
    const dap = await DapClient.attached({ MESSAGING_STATE_DIR }, []);
    assert.equal((await runCli(["status", "--json"], { MESSAGING_STATE_DIR })).code, 0);
    await dap.disconnect();
    assert.equal((await runCli(["status", "--json"], { MESSAGING_STATE_DIR })).code, 69);
    await fs.rm(MESSAGING_STATE_DIR, { recursive: true });
  });
});
