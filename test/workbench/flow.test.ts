import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled, projectRoot } from "../host/installation.ts";
import { Workbench } from "../host/workbench.ts";

/** What a row may take to show a change on a busy machine, the browser's own drawing included. */
const screenMs = 10_000;

describe("the extension in a workbench", function () {
  this.timeout(180_000);
  let folder: string;
  let stateDir: string;
  let workbench: Workbench;

  before(async () => {
    ensureInstalled();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-flow-"));
    stateDir = path.join(folder, "state");
    fs.mkdirSync(path.join(folder, "workspace"));
    fs.writeFileSync(path.join(folder, "workspace", ".env"), "# worker\nSOLAPI_MOCK=true\n");
    workbench = await Workbench.launch({
      target: path.join(folder, "workspace"),
      extensionDevelopmentPaths: [projectRoot],
      env: { MESSAGING_STATE_DIR: stateDir, MESSAGING_ANY_PORT: "1" },
    });
  });

  after(async () => {
    await workbench.close(); // may be called twice
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("offers one action where nothing runs, and shows green layers after it", async () => {
    await workbench.openViewContainer("Messaging");
    await workbench.clickWelcome("Start Local Stack");
    await workbench.treeItem("Data hakwonplus").waitFor();
    const rows = layersOf(await workbench.treeText("Layers")).map((row) =>
      row.replace(/^API 200 · [\d.]+ m?s$/, "API 200"),
    );
    assert.deepEqual(rows, [
      "API 200",
      "SQS empty",
      "Worker polling",
      "Solapi sandbox",
      "Data hakwonplus · 0212345678 · no NotificationLog yet",
    ]);
  });

  it("sends from the palette with the last values, and tells how long it took", async () => {
    await workbench.runCommand("Messaging: Send Test Message");
    await workbench.quickInput("Enter sends with these values");
    await workbench.enter();
    const toast = await workbench.notification("Reached Solapi in");
    assert.deepEqual(toast.buttons, ["Show trace"]);
    await workbench.treeItem(/0101\*\*\*\* · [\d.]+ m?s · hakwonplus/, "Messages").waitFor();
  });

  it("is red where a broken message stopped, with a verdict of two lines, the fix and the trace", async () => {
    await workbench.runCommand("Messaging: Inject Fault");
    await workbench.quickInput("What breaks?");
    await workbench.enter("provider.sender-not-registered");
    await workbench.notification("Fault set");
    await workbench.runCommand("Messaging: Send Test Message");
    await workbench.quickInput("Enter sends with these values");
    await workbench.enter();
    await workbench.treeItem(/Solapi\s*The sender number is not registered/, "Layers").waitFor({ timeout: screenMs });
    const toast = await workbench.notification("Stopped at Solapi");
    assert.match(toast.text, /sender number is not registered \(1062\)/);
    assert.deepEqual(toast.buttons, ["Use 0212345678", "Clear fault", "Show trace"]);
    await workbench.statusBarItem("Messaging: Solapi · The sender number is not registered").waitFor();
    const rows = layersOf(await workbench.treeText("Layers"));
    assert.deepEqual(
      rows.map((row) => row.split(" ")[0]),
      ["1", "API", "SQS", "Worker", "Solapi", "Data"], // "1 fault active" stands first
    );
  });

  it("is fixed by the toast's button: preview, apply, sent again, green, with undo", async () => {
    const toast = await workbench.notification("Stopped at Solapi");
    await toast.click("Use 0212345678");
    const preview = await workbench.quickInput("Fix sender");
    assert.match(preview.placeholder, /^hakwonplus\.messaging_sender\s+01099998888 → 0212345678$/);
    await workbench.enter();
    const green = await workbench.notification("Reached Solapi in");
    assert.deepEqual(green.buttons, ["Undo", "Show trace"]);
    await workbench.treeItem(/Solapi\s*sandbox/, "Layers").waitFor({ timeout: screenMs });
    await green.click("Undo");
    await workbench.notification("Undone: hakwonplus now sends from 01099998888");
  });

  it("says NOT SENT of what only looks sent", async () => {
    await workbench.runCommand("Messaging: Clear Faults");
    await workbench.notification("Faults cleared");
    await workbench.runCommand("Messaging: Inject Fault");
    await workbench.quickInput("What breaks?");
    await workbench.enter("worker.mock-mode");
    await workbench.notification("Fault set");
    await workbench.runCommand("Messaging: Send Test Message");
    await workbench.quickInput("Enter sends with these values");
    await workbench.enter();
    await workbench.notification("NOT SENT: the worker runs in mock mode");
    await workbench.treeItem(/0101\*+ · not sent \(mock mode\)/, "Messages").waitFor();
    await workbench.runCommand("Messaging: Clear Faults");
    await workbench.notification("Faults cleared");
    await workbench.treeItem("Worker polling").waitFor();
  });

  it("asks before dead messages are sent again, copies first, then removes", async () => {
    await workbench.runCommand("Messaging: Inject Fault");
    await workbench.quickInput("What breaks?");
    await workbench.enter("worker.message-not-json");
    const broken = await workbench.notification("Fault set");
    await broken.click("Send test message");
    await workbench.treeItem(/SQS\s*1 dead/, "Layers").waitFor();
    await workbench.runCommand("Messaging: Redrive DLQ");
    const question = await workbench.dialog("Redrive 1 from the dead-letter queue, via SQS?");
    assert.match(question.text, /copied to the queue first and removed from the dead-letter queue after/);
    await question.click("Redrive 1");
    await workbench.notification("Back in the queue: 1.");
    await workbench.runCommand("Messaging: Clear Faults");
  });

  it("keeps its messages over a reload, and finds its stack again", async () => {
    const release = await attach(stateDir); // the stack stays however long a busy machine takes to reload
    await workbench.reload(); // opens the side bar by itself, as it was
    await workbench.treeItem("Data hakwonplus").waitFor();
    await workbench.treeItem(/0101\*+ · Solapi 1062/, "Messages").waitFor();
    release();
  });

  it("is red with a sentence within a moment when the stack dies, and starts it again by a click", async () => {
    const { pid } = JSON.parse(fs.readFileSync(path.join(stateDir, "stack.json"), "utf8")) as { pid: number };
    process.kill(pid, "SIGKILL");
    await workbench.treeItem("The local stack has ended start it again").waitFor({ timeout: screenMs });
    await workbench.statusBarItem("Messaging: stack ended").waitFor();
    await workbench.treeItem("The local stack has ended").click();
    await workbench.treeItem("Worker polling").waitFor();
  });

  it("leaves no process behind when the window closes", async () => {
    const { pid } = JSON.parse(fs.readFileSync(path.join(stateDir, "stack.json"), "utf8")) as { pid: number };
    const ended = addressRemoved(stateDir);
    await workbench.close();
    await ended;
    while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
  });
});

/** Streams the stack's events, as another window of the workspace does; the answer ends it. */
async function attach(stateDir: string): Promise<() => void> {
  const address = JSON.parse(fs.readFileSync(path.join(stateDir, "stack.json"), "utf8")) as Record<string, string>;
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${address["token"]}` };
  const { body } = await fetch(`${address["controlUrl"]}/events`, { headers, signal: abort.signal });
  // Read on: the stream of an answer that nobody holds is cancelled by the garbage collector, and the stack leaves.
  body?.pipeTo(new WritableStream()).catch(() => undefined);
  return () => abort.abort();
}

/** The stack takes its address away when it leaves. */
const addressRemoved = (stateDir: string) =>
  new Promise<void>((resolve) => {
    const watcher = fs.watch(stateDir, () => {
      if (fs.existsSync(path.join(stateDir, "stack.json"))) return;
      watcher.close();
      resolve();
    });
  });

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The rows of the first level. */
const layersOf = (text: string) => text.split("\n").filter((row) => !row.startsWith(" "));
