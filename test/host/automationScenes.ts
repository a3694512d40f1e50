// Pictures of the message debugger, of the Test Explorer, and of a worker that is not the stack's own.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { sendTo, stackOf, workspaceOf } from "./environmentScenes.ts";
import { projectRoot } from "./installation.ts";
import type { Scene } from "./screenshots.ts";
import type { Speech } from "./speech.ts";
import type { Workbench } from "./workbench.ts";

const PROGRAM = path.join(projectRoot, "test/fixtures/programs/worker.py");

const SCENARIOS = `name: An empty sender is refused at the API
given: { tenant: hakwonplus, sender: "" }
send: { students: [1], to: parent, mode: sms, text: 테스트 }
expect: { outcome: blocked, layer: api, cause: api.sender-empty, inbox: 0, rows: 0, within: 20s }
---
name: A parent gets the message in mock mode
given: { fault: [worker.mock-mode] }
send: { students: [1], to: parent, mode: sms, text: 테스트 }
expect: { outcome: ok, inbox: 1, within: 20s }
`;

async function startStack(workbench: Workbench, speech: Speech): Promise<void> {
  await workbench.openViewContainer(speech.title("Messaging"));
  if (!(await workbench.treeItem(/hakwonplus/).isVisible()))
    await workbench.runCommand(speech.command("Start Local Stack"));
  await workbench.treeItem(/hakwonplus/).waitFor();
  await workbench.clear();
}

/** Nothing shows when the adapter has set a breakpoint, and a message that is sent before passes. */
async function sendUntilHeld(workbench: Workbench): Promise<void> {
  const held = workbench.page.locator(".debug-call-stack .monaco-list-row").first();
  for (let isHeld = false; !isHeld;) {
    const over = new AbortController();
    const { passed } = await listen(workbench, over.signal);
    await sendTo(workbench, [1], "테스트");
    isHeld = await Promise.race([held.waitFor().then(() => true), passed.then(() => false)]);
    over.abort();
  }
}

/** Listens to the stack; `passed` resolves when Solapi accepts a message. */
async function listen(workbench: Workbench, signal: AbortSignal): Promise<{ passed: Promise<void> }> {
  const { controlUrl, token } = stackOf(workbench).address;
  const headers = { authorization: `Bearer ${token}` };
  const snapshot = await fetch(`${controlUrl}/snapshot`, { headers });
  const { seq } = (await snapshot.json()) as { seq: number };
  const { body } = await fetch(`${controlUrl}/events?since=${seq}`, { headers, signal });
  const read = async () => {
    let text = "";
    for await (const chunk of body!.pipeThrough(new TextDecoderStream()))
      if ((text += chunk).includes('"provider.accepted"')) return;
  };
  const passed = read();
  passed.catch(() => undefined); // aborted once a message is held
  return { passed };
}

export const automationScenes: readonly Scene[] = [
  {
    name: "debug-held",
    prepare: async (workbench, speech) => {
      await startStack(workbench, speech);
      const { page } = workbench;
      await workbench.runCommand(speech.command("Debug Messages"));
      const filter = page.locator(".debug-breakpoints .monaco-list-row", { hasText: speech.text("Sender decided") });
      await filter.locator("input, .monaco-checkbox").first().click();
      await sendUntilHeld(workbench);
      await page.locator(".debug-variables .monaco-list-row", { hasText: "text" }).first().waitFor();
    },
  },
  {
    name: "test-explorer",
    prepare: async (workbench) => {
      const { page } = workbench;
      if (await page.locator(".debug-toolbar").isVisible()) await workbench.runCommand("Debug: Disconnect");
      await workbench.clear();
      const folder = path.join(workspaceOf(workbench), ".messaging");
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, "sender.scenario.yaml"), SCENARIOS);
      await workbench.openViewContainer("Testing");
      const row = page.locator(".test-explorer .monaco-list-row", { hasText: "sender.scenario.yaml" });
      await row.first().waitFor();
      await workbench.runCommand("Test: Run All Tests");
      await page.locator(".test-explorer .codicon-testing-failed-icon").first().waitFor();
      await workbench.runCommand("Test: Show Output");
      await page.locator(".monaco-list-row", { hasText: "worker.mock-mode" }).first().click();
      await page.locator(".panel .monaco-diff-editor").first().waitFor();
    },
  },
  {
    name: "test-explorer-why",
    prepare: async ({ page }, speech) => {
      await page.locator(".monaco-list-row", { hasText: "worker.mock-mode" }).nth(1).click();
      await page.locator(".panel a", { hasText: speech.text("Open trace {0}") }).waitFor();
    },
  },
  {
    name: "test-explorer-trace",
    prepare: async (workbench, speech) => {
      await workbench.page.locator(".panel a", { hasText: speech.text("Open trace {0}") }).click();
      await workbench.webview.getByText("Solapi").first().waitFor();
    },
  },
  {
    name: "foreign-worker",
    prepare: async (workbench, speech) => {
      await startStack(workbench, speech);
      const worker = spawn(
        process.execPath,
        [path.join(projectRoot, "dist/cli.js"), "run", "--role", "worker", "--", "python3", PROGRAM, "urllib"],
        { env: { ...process.env, MESSAGING_STATE_DIR: path.join(workspaceOf(workbench), "../state") } },
      );
      try {
        await workbench.treeItem(/Python/, speech.title("Layers")).waitFor();
        await sendTo(workbench, [1], "테스트");
        await workbench.treeItem(/0101\*\*\*\*/, speech.title("Messages")).waitFor();
      } finally {
        worker.kill("SIGINT");
      }
    },
  },
];
