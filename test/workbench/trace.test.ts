import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { endStack } from "../host/endStack.ts";
import { ensureInstalled, projectRoot } from "../host/installation.ts";
import { Workbench } from "../host/workbench.ts";

/** The page of a trace as a person uses it: it follows the message, and keys do what the mouse does. */
describe("the trace in a workbench", function () {
  this.timeout(180_000);
  let folder: string;
  let workbench: Workbench;
  const page = () => workbench.webview;
  const focused = () => page().locator(".step:focus").getAttribute("aria-label");

  before(async () => {
    ensureInstalled();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-trace-"));
    fs.mkdirSync(path.join(folder, "workspace"));
    workbench = await Workbench.launch({
      target: path.join(folder, "workspace"),
      extensionDevelopmentPaths: [projectRoot],
      settings: { "messaging.send.timeoutSeconds": 1 },
      env: { MESSAGING_STATE_DIR: path.join(folder, "state"), MESSAGING_ANY_PORT: "1" },
    });
    await workbench.openViewContainer("Messaging");
    await workbench.clickWelcome("Start Local Stack");
    await workbench.treeItem("Data hakwonplus").waitFor();
  });

  after(async () => {
    await workbench.close();
    await endStack(path.join(folder, "state"));
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("says where a message is while no worker takes it", async () => {
    await workbench.runCommand("Messaging: Inject Fault");
    await workbench.quickInput("What breaks?");
    await workbench.enter("worker.not-running");
    await workbench.notification("Fault set");
    await workbench.runCommand("Messaging: Send Test Message");
    await workbench.quickInput("Send test message");
    await workbench.enter();
    await workbench.treeItem(/0101\*\*\*\* · .* · hakwonplus/, "Messages").waitFor();
    await workbench.runCommand("Messaging: Open Trace");
    await workbench.quickInput("Which message?");
    await workbench.enter();
    await page().locator(".lane", { hasText: "waits in the queue" }).waitFor();
    assert.equal(await page().locator(".lane-passed", { hasText: "Solapi" }).count(), 0);
  });

  it("turns green by itself when the worker has taken it", async () => {
    await workbench.runCommand("Messaging: Clear Faults");
    await page().locator(".verdict-passed h1").waitFor();
    assert.equal(await page().locator(".lane-passed").count(), 4);
    await page().getByText("NotificationLog row #").first().waitFor();
    await page().locator(".phone .bubble").waitFor();
  });

  it("moves from step to step with the arrow keys", async () => {
    await page().locator('.step[tabindex="0"]').focus();
    await workbench.page.keyboard.press("Home");
    assert.match((await focused()) ?? "", /^(API|SQS), /);
    await workbench.page.keyboard.press("End");
    const last = await focused();
    await workbench.page.keyboard.press("ArrowRight");
    assert.equal(await focused(), last, "there is nothing behind the last one");
    await workbench.page.keyboard.press("ArrowLeft");
    assert.notEqual(await focused(), last);
    await workbench.page.keyboard.press("Home");
    await workbench.page.keyboard.press("ArrowDown");
    await workbench.page.keyboard.press("ArrowDown");
    await workbench.page.keyboard.press("ArrowDown");
    assert.match((await focused()) ?? "", /^Solapi, /);
    assert.equal(await page().locator('.step[tabindex="0"]').count(), 1, "one stop for the tab key");
  });

  it("keeps the focus with Enter, and opens the step as a document with O", async () => {
    const before = await focused();
    await workbench.page.keyboard.press("Enter");
    assert.equal(await focused(), before);
    await workbench.page.keyboard.press("o");
    await workbench.editorTab(/\d+ provider\.\w+\.json/).waitFor();
  });
});
