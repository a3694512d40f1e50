import assert from "node:assert/strict";
import fs from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { readStackAddress } from "../../../src/runtime/control/stackAddress";
import { findStack, launchStack } from "../../../src/runtime/control/stackLauncher";
import { PREFERRED_PORTS } from "../../../src/runtime/stack/stackParts";
import { StackFixture, distDir, runCli, stopStack, waitForMessages, sqsCredentials } from "./stackFixture";

/** Resolves when the process is gone; a process of another parent tells nothing, so it is asked. */
async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise(setImmediate);
  }
}

describe("life of a stack", () => {
  let stack: StackFixture;
  beforeEach(async () => (stack = await StackFixture.start()));
  afterEach(() => stack.stop());

  it("is joined by a second up of the same workspace", async () => {
    const { code, stdout } = await stack.cli("up", "--detach", "--json");
    const { started, pid } = JSON.parse(stdout);
    assert.deepEqual([code, started, pid], [0, false, stack.client.address.pid]);
  });

  it("is started once by two who start it at the same time", async () => {
    const stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-twice-"));
    const start = () => launchStack({ distDir, stateDir, stay: true, preferredPorts: false });
    const [one, other] = await Promise.all([start(), start()]);
    assert.equal(one.client.address.pid, other.client.address.pid);
    assert.deepEqual([one.started, other.started].sort(), [false, true]);
    await stopStack(one.client);
    await fs.rm(stateDir, { recursive: true, force: true });
  });

  it("keeps what waits in the queue, the rows and the inbox over a restart", async () => {
    const { client, stateDir } = stack;
    await stack.cli("send", "--tenant", "hakwonplus", "--student", "1", "--text", "하나");
    await client.worker("stop");
    await client.send("hakwonplus", { student_ids: [1], raw_body: "둘" });
    await stopStack(client);
    const again = await launchStack({ distDir, stateDir, stay: true, preferredPorts: false });
    const events = again.client.events(0);
    await waitForMessages(events, "worker.logged", 1);
    await events.return(undefined);
    assert.deepEqual(
      (await again.client.inbox()).map(({ text }) => text),
      ["하나", "둘"],
    );
    assert.equal((await again.client.notificationLogs(0)).length, 2);
    await stopStack(again.client);
  });

  it("is not found any more once it has taken the order to stop (who started one then joined the one that ended)", async () => {
    await stack.client.stop();
    assert.equal(await readStackAddress(stack.stateDir), undefined);
  });

  it("is started by who comes while the one before is still ending (it failed after 15 s)", async () => {
    const { client, stateDir } = stack;
    const { worker } = await client.snapshot();
    process.kill(worker.pid!, "SIGSTOP"); // it takes its 5 s
    await client.stop();
    const again = await launchStack({ distDir, stateDir, stay: true, preferredPorts: false });
    assert.equal(again.started, true);
    assert.notEqual(again.client.address.pid, client.address.pid);
    await again.client.snapshot();
    await stopStack(again.client);
  });

  it("is found however late it answers (a window that was reloaded on a busy machine showed none)", async () => {
    const { pid } = stack.client.address;
    process.kill(pid, "SIGSTOP");
    const awake = setTimeout(() => process.kill(pid, "SIGCONT"), 2_500); // nothing tells that a look is under way
    const found = await findStack(stack.stateDir);
    clearTimeout(awake);
    assert.equal(found?.address.pid, pid);
  });

  it("leaves no worker behind when it is killed, and starts again with its data", async () => {
    const { client, stateDir } = stack;
    const { worker } = await client.snapshot();
    process.kill(client.address.pid, "SIGKILL");
    await ended(worker.pid!);
    const { client: again, started } = await launchStack({ distDir, stateDir, stay: true, preferredPorts: false });
    assert.equal(started, true);
    assert.equal((await again.tenants(0, 10)).total, 2);
    await stopStack(again);
  });

  it("stops its worker in the middle of its work without killing it, and every message arrives once", async () => {
    const { client } = stack;
    const { sqsEndpoint: endpoint, queueUrl: QueueUrl } = client.address;
    const sqs = new SQSClient({
      region: "ap-northeast-2",
      endpoint,
      credentials: sqsCredentials(client),
    });
    await client.worker("stop");
    for (let first = 0; first < 300; first += 10) {
      const Entries = Array.from({ length: 10 }, (_, index) => {
        const MessageBody = JSON.stringify({
          tenant_id: 1,
          to: "01012345678",
          text: "정지",
          trace_id: `stop-${first + index}`,
        });
        return { Id: String(index), MessageBody };
      });
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
    sqs.destroy();
    const { seq } = await client.snapshot();
    const deleted = client.events(seq);
    const submitted = client.events(seq);
    await client.worker("start");
    await waitForMessages(submitted, "provider.submitted", 1);
    await submitted.return(undefined);
    await client.worker("stop");
    assert.match((await client.recentLogs("worker")).at(-1)?.text ?? "", /Messaging Worker shutdown complete/);
    // Nothing is left waiting for its visibility timeout: a stop gives back what it did not begin.
    const { counts } = (await client.snapshot()).queue;
    assert.equal(counts?.inFlight, 0);
    assert.equal(counts.dead, 0, "a returned message was received by the polls that end, and dead-lettered");
    await client.worker("start");
    await waitForMessages(deleted, "queue.deleted", 300);
    await deleted.return(undefined);
    const inbox = await client.inbox();
    assert.equal(new Set(inbox.map(({ traceId }) => traceId)).size, 300);
    assert.equal(inbox.length, 300);
  });
});

describe("ports of a stack", () => {
  it("are others where the preferred ones are taken, and it says so", async () => {
    const blocker = net.createServer();
    blocker.listen(PREFERRED_PORTS.api, "127.0.0.1");
    // Somebody else may have it already: taken is taken.
    await new Promise((resolve) => blocker.once("listening", resolve).once("error", resolve));
    const stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-ports-"));
    const env = { MESSAGING_STATE_DIR: stateDir, MESSAGING_ANY_PORT: "" };
    const { stdout } = await runCli(["up", "--detach", "--json"], env);
    const { apiUrl, notices } = JSON.parse(stdout);
    assert.notEqual(new URL(apiUrl).port, String(PREFERRED_PORTS.api));
    assert.match(notices.join("\n"), new RegExp(`${PREFERRED_PORTS.api}.*in use`));
    await runCli(["down"], env);
    blocker.close();
    await fs.rm(stateDir, { recursive: true, force: true });
  });
});

describe("bad arguments", () => {
  for (const args of [
    ["send"],
    ["send", "--tenant", "hakwonplus", "--student", "x"],
    ["sned"],
    ["up", "--no-such"],
    ["diagnose"],
    ["tenant", "set", "hakwonplus", "--sender", "abc"],
  ]) {
    it(`end with 64 and a sentence: ${args.join(" ")}`, async () => {
      const { code, stdout, stderr } = await runCli(args);
      assert.equal(code, 64, stderr);
      assert.equal(stdout, "");
      assert.ok(stderr.trim().length > 10);
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
  }

  it("end with 64 for a tenant that does not exist, naming those that do", async () => {
    const stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-args-"));
    const { code, stderr } = await runCli(["tenant", "get", "nobody"], { MESSAGING_STATE_DIR: stateDir });
    assert.equal(code, 64);
    assert.match(stderr, /nobody[\s\S]*hakwonplus/);
    await fs.rm(stateDir, { recursive: true, force: true });
  });
});
