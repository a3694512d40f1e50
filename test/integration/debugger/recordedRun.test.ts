import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { enqueueMany, StackFixture } from "../stack/stackFixture";
import { DapClient } from "./dapClient";
import { until } from "./heldMessages";

const API_LOG = `2026-03-05 10:00:00,100 [INFO] apps.support.messaging.services: Messaging job enqueued: to=0101****
`;
const WORKER_LOG = `2026-03-05 10:00:01,000 [INFO] worker: SQSQueueClient initialized: ap-northeast-2
2026-03-05 10:00:01,200 [ERROR] worker: Failed to delete message: connection refused
2026-03-05 10:00:02,000 [INFO] worker: SQSQueueClient initialized: us-east-1
`;
const SERVICE = `def enqueue(to):
    send(to)
    logger.info("Messaging job enqueued: to=%s****", to[:4])
`;

describe("a recorded run as a debug session", function () {
  this.timeout(120_000);
  let folder: string;
  let client: DapClient | undefined;

  before(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-recorded-"));
    await fs.mkdir(path.join(folder, "apps"));
    await fs.writeFile(path.join(folder, "apps/services.py"), SERVICE);
    await fs.writeFile(path.join(folder, "api.log"), API_LOG);
    await fs.writeFile(path.join(folder, "worker.log"), WORKER_LOG);
    const record = { messageId: "M4V1", statusCode: "1062", statusMessage: "발신번호 미등록", to: "01012345678" };
    await fs.writeFile(path.join(folder, "bundle.json"), JSON.stringify({ provider: { messages: [record] } }));
  });
  afterEach(async () => {
    await client?.kill();
    client = undefined;
  });
  after(() => fs.rm(folder, { recursive: true }));

  const launched = async (env: Record<string, string>, args: object) => {
    const dap = (client = new DapClient(env, folder));
    await dap.ask("initialize", { adapterID: "messaging" });
    const launch = dap.ask("launch", args);
    const { capabilities } = await dap.event("capabilities");
    assert.equal(capabilities.supportsStepBack, true);
    await launch;
    await dap.ask("configurationDone");
    return dap;
  };
  const stopped = async (dap: DapClient) => {
    const { reason, threadId } = await dap.event("stopped");
    const { frames, scopes } = await dap.look(threadId);
    return { reason, threadId, frames, title: frames[0]!.name, scopes };
  };

  it("steps next and back through the logs of API, worker and provider, with variables as they were", async () => {
    const at = (name: string) => path.join(folder, name);
    const files = { apiLog: at("api.log"), workerLog: at("worker.log"), evidence: at("bundle.json") };
    const dap = await launched({}, files);
    const entry = await stopped(dap);
    assert.deepEqual([entry.reason, entry.title], ["entry", "SQS Messaging job enqueued: to=0101****"]);
    const [top] = entry.frames;
    assert.deepEqual([top!.source!.path, top!.line], [at("apps/services.py"), 3]);
    const { threadId } = entry;
    await dap.ask("next", { threadId });
    const second = await stopped(dap);
    assert.equal(second.scopes["This step"]!.values["region"], '"ap-northeast-2"');
    assert.equal(second.scopes["Before it"]!.values["to"], '"0101****"');
    await dap.ask("continue", { threadId });
    const failure = await stopped(dap);
    assert.deepEqual(
      [failure.reason, failure.title],
      ["exception", "SQS worker: Failed to delete message: connection refused"],
    );
    await dap.ask("next", { threadId });
    assert.equal((await stopped(dap)).scopes["This step"]!.values["region"], '"us-east-1"');
    await dap.ask("stepBack", { threadId });
    const back = await stopped(dap);
    assert.equal(back.title, failure.title);
    assert.equal(back.scopes["Before it"]!.values["region"], '"ap-northeast-2"');
    await dap.ask("continue", { threadId });
    const record = await stopped(dap);
    assert.equal(record.title, "Solapi Solapi's record: 1062 발신번호 미등록");
    assert.equal(record.scopes["This step"]!.values["to"], '"0101****"');
    await dap.ask("reverseContinue", { threadId });
    assert.equal((await stopped(dap)).title, failure.title);
    await dap.ask("reverseContinue", { threadId });
    assert.equal((await stopped(dap)).title, entry.title);
    for (let step = 0; step < 4; step++) {
      await dap.ask("next", { threadId });
      await dap.event("stopped");
    }
    await dap.ask("next", { threadId });
    await dap.event("terminated");
  });

  it("steps through a report and through pasted lines: what they are is read from them", async () => {
    const report = `# Report\n\n## Worker's log\n\n\`\`\`\n${WORKER_LOG}\`\`\`\n\n## Sender\n\n\`\`\`\nhakwonplus\n\`\`\`\n`;
    await fs.writeFile(path.join(folder, "report.md"), report);
    const bundle = await fs.readFile(path.join(folder, "bundle.json"), "utf8");
    for (const [args, title, steps] of [
      [{ file: path.join(folder, "report.md") }, "SQS worker: SQSQueueClient initialized: ap-northeast-2", 3],
      [{ text: API_LOG + WORKER_LOG }, "SQS Messaging job enqueued: to=0101****", 4],
      [{ text: bundle }, "Solapi Solapi's record: 1062 발신번호 미등록", 1],
    ] as const) {
      const dap = await launched({}, args);
      const { description } = (await dap.event("stopped")) as { description: string };
      const { frames } = await dap.look(1);
      assert.deepEqual([frames[0]!.name, description], [title, `Step 1 of ${steps}`]);
      await dap.disconnect();
    }
    client = new DapClient({}, folder);
    await client.ask("initialize", { adapterID: "messaging" });
    await assert.rejects(client.ask("launch", { text: "nothing of ours" }), /nothing to step through/);
    await assert.rejects(client.ask("launch", { file: "nowhere.md" }), /There is no file nowhere\.md/);
  });

  it("steps through a message that passed the stack, also after its restart, and says what it does not know", async () => {
    const stack = await StackFixture.start();
    const { stateDir } = stack;
    try {
      const [traceId = ""] = await enqueueMany(stack.client, "recorded", 1, () => ({ sender: "0212345678" }));
      await until(stack.client, traceId, "provider.delivered");
      await stack.client.end();
      const dap = await launched({ MESSAGING_STATE_DIR: stateDir }, { trace: traceId });
      assert.equal((await stopped(dap)).title, "SQS In the queue");
      const titles: string[] = [];
      for (;;) {
        await dap.ask("next", { threadId: 1 });
        const { frames, scopes } = await stopped(dap);
        titles.push(frames[0]!.name);
        if (!frames[0]!.name.includes("Taken by the worker")) continue;
        assert.equal(scopes["This step"]!.values["sender"], '"0212345678"');
        break;
      }
      assert.ok(titles.includes("SQS Handed to the worker"), titles.join());
      await dap.disconnect();
      client = new DapClient({ MESSAGING_STATE_DIR: stateDir }, folder);
      await client.ask("initialize", { adapterID: "messaging" });
      await assert.rejects(client.ask("launch", { trace: "nowhere" }), /No message is known by the id nowhere/);
      await assert.rejects(client.ask("launch", {}), /names nothing to step through\. Give it one of these/);
      await assert.rejects(client.ask("launch", { workerLog: "nowhere.log" }), /There is no file nowhere\.log/);
      await client.disconnect();
    } finally {
      client = undefined;
      await stack.stop();
    }
  });
});
