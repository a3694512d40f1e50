import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { SendResult } from "../../../src/commands/message/sendResult";
import { StackClient } from "../../../src/runtime/control/stackClient";
import { launchStack } from "../../../src/runtime/control/stackLauncher";
import { activateExtension, addressOf, endStack, run, useOwnStack } from "../extensionFixture";

const send = () => run<SendResult>("messaging.message.send", { isComplete: true });

describe("the stack of a window", () => {
  let folder: string;
  let distDir: string;

  before(async () => {
    folder = useOwnStack();
    const extension = await activateExtension();
    distDir = path.join(extension.extensionPath, "dist");
  });

  after(() => endStack(folder));

  it("is not started by activation", () => assert.equal(fs.existsSync(path.join(folder, "stack.json")), false));

  it("is one for two callers at once", async () => {
    await Promise.all([run("messaging.stack.start"), run("messaging.stack.start"), run("messaging.view.refresh")]);
    const { pid } = addressOf(folder);
    const joined = await launchStack({ stateDir: folder, stay: false, preferredPorts: false, distDir });
    assert.equal(joined.started, false, "a second window starts none");
    assert.equal(joined.client.address.pid, pid);
  });

  it("that died is told by a command that needs it, and started again", async () => {
    const { pid } = addressOf(folder);
    const gone = ended(new StackClient(addressOf(folder), folder));
    process.kill(pid, "SIGKILL");
    await gone;
    assert.equal((await send()).outcome, "reached");
    assert.notEqual(addressOf(folder).pid, pid);
  });

  it("stops on command, and its process is gone", async () => {
    const { pid } = addressOf(folder);
    await run("messaging.stack.stop");
    while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve)); // the system takes a moment to reap it
    await run("messaging.stack.stop"); // twice does no harm
  });

  it("starts with settings of wrong types as if they were not there", async () => {
    const configuration = vscode.workspace.getConfiguration("messaging");
    await configuration.update("messages.kept", "many", vscode.ConfigurationTarget.Workspace);
    await configuration.update("send.timeoutSeconds", -3, vscode.ConfigurationTarget.Workspace);
    assert.equal((await send()).outcome, "reached");
    await configuration.update("messages.kept", undefined, vscode.ConfigurationTarget.Workspace);
    await configuration.update("send.timeoutSeconds", undefined, vscode.ConfigurationTarget.Workspace);
  });

  it("takes other ports where the preferred ones are taken", async () => {
    const net = await import("node:net");
    const { port } = new URL(addressOf(folder).apiUrl);
    await run("messaging.stack.stop");
    const server = net.createServer().listen(Number(port), "127.0.0.1");
    // Another program of this machine may have been faster: then the port is taken all the same.
    await Promise.race([once(server, "listening"), new Promise((resolve) => server.once("error", resolve))]);
    try {
      assert.equal((await send()).outcome, "reached");
      assert.notEqual(new URL(addressOf(folder).apiUrl).port, port);
    } finally {
      server.close();
    }
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function ended(client: StackClient): Promise<void> {
  try {
    for await (const _event of client.events(Number.MAX_SAFE_INTEGER));
  } catch {
    // the connection broke with the process
  }
}
