// States in which screens must agree, in every look: node test/host/stateScenes.ts [scene …] writes out/screenshots/*.png.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { automationScenes } from "./automationScenes.ts";
import { ensureInstalled, projectRoot } from "./installation.ts";
import { inquiryScenes } from "./inquiryScenes.ts";
import { takeScreenshots, themes } from "./screenshots.ts";
import type { Look, Scene } from "./screenshots.ts";
import type { Speech } from "./speech.ts";
import type { Prompt, Workbench } from "./workbench.ts";

const looks: Readonly<Record<string, Look>> = {
  ...themes,
  hcDark: { theme: "Default Dark Modern", pickedTheme: "Dark High Contrast" },
  hcLight: { theme: "Default Light Modern", pickedTheme: "Light High Contrast" },
  korean: { theme: "Default Dark Modern", locale: "ko" },
  narrow: { theme: "Default Dark Modern", viewport: { width: 1000, height: 640 } }, // a sidebar of 250 px
  slim: { theme: "Default Dark Modern", viewport: { width: 500, height: 700 } }, // pages of 280 px
};

const clearNotifications = "Notifications: Clear All Notifications";

/** Starts anew: no fault, no toast, no editor. */
async function reset(workbench: Workbench, speech: Speech): Promise<void> {
  await workbench.runCommand(speech.command("Clear Faults"));
  await workbench.notification(
    new RegExp(`${speech.text("Faults cleared: {0}").source}|${speech.text("No fault was active.").source}`),
  );
  await workbench.clear();
}

/** @returns the toast that says so */
async function inject(workbench: Workbench, speech: Speech, fault: string): Promise<Prompt> {
  await reset(workbench, speech);
  await workbench.runCommand(speech.command("Inject Fault"));
  await workbench.quickInput(speech.text("What breaks? The fault is injected into the local stack"));
  await workbench.enter(fault);
  return workbench.notification(speech.text("Fault set: {0}"));
}

async function send(workbench: Workbench, speech: Speech): Promise<void> {
  await workbench.runCommand(speech.command("Send Test Message"));
  await workbench.quickInput(speech.text("Enter sends with these values; choose a row to change it"));
  await workbench.enter();
}

/** A fault, a send, and the toast in which it ends. */
const stateOf = (name: string, fault: string, toast: string): Scene => ({
  name,
  prepare: async (workbench, speech) => {
    await inject(workbench, speech, fault);
    await workbench.runCommand(clearNotifications);
    await send(workbench, speech);
    await workbench.notification(speech.text(toast));
  },
});

async function chooseStudents(workbench: Workbench, speech: Speech, ids: string): Promise<void> {
  await workbench.pick(speech.text("Students"));
  await workbench.quickInput(speech.text("Check students, search by name, or type ids separated by commas"));
  await workbench.enter(ids);
  await workbench.quickInput(speech.text("Enter sends with these values; choose a row to change it"));
}

const scenes: readonly Scene[] = [
  {
    name: "welcome",
    prepare: async (workbench, speech) => {
      await workbench.openViewContainer(speech.title("Messaging"));
      await workbench.page.locator(".welcome-view-content").first().waitFor();
    },
  },
  {
    name: "form",
    prepare: async (workbench, speech) => {
      await workbench.runCommand(speech.command("Start Local Stack"));
      await workbench.treeItem(/hakwonplus/).waitFor();
      await workbench.runCommand(speech.command("Send Test Message"));
      await workbench.quickInput(speech.text("Enter sends with these values; choose a row to change it"));
    },
  },
  {
    name: "students",
    prepare: async (workbench, speech) => {
      await workbench.pick(speech.text("Students"));
      await workbench.quickInput(speech.text("Check students, search by name, or type ids separated by commas"));
      await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "박지호" }).waitFor();
    },
  },
  {
    name: "two-of-four",
    prepare: async (workbench, speech) => {
      await workbench.page.keyboard.press("Escape");
      await workbench.quickInput(speech.text("Enter sends with these values; choose a row to change it"));
      await chooseStudents(workbench, speech, "1, 2, 3, 4");
      await workbench.enter();
      await workbench.notification(speech.text("{0} of {1} reached Solapi"));
    },
  },
  {
    name: "active-fault",
    prepare: async (workbench, speech) => {
      await workbench.runCommand(speech.command("Send Test Message"));
      await workbench.quickInput(speech.text("Enter sends with these values; choose a row to change it"));
      await chooseStudents(workbench, speech, "1");
      await workbench.enter();
      await workbench.notification(speech.text("Reached Solapi in {0}."));
      await inject(workbench, speech, "worker.credit-insufficient");
      await workbench.treeItem(`${speech.label("Data")} ${speech.label("The tenant's credit is too low")}`).waitFor();
    },
  },
  stateOf("api-unreachable", "api.unreachable", "Stopped at {0}: {1}"),
  stateOf("not-recorded", "worker.log-write-failed", "Reached Solapi, do not send it again. {0}"),
  stateOf("mock", "worker.mock-mode", "NOT SENT: the worker runs in mock mode"),
  {
    name: "trace-mock",
    prepare: async (workbench, speech) => {
      const toast = await workbench.notification(speech.text("NOT SENT: the worker runs in mock mode"));
      await toast.click(speech.label("Show trace"));
      await workbench.webview.getByText("Solapi").first().waitFor();
    },
  },
  {
    name: "dead-letters",
    prepare: async (workbench, speech) => {
      const toast = await inject(workbench, speech, "worker.message-not-json");
      await toast.click(speech.label("Send test message"));
      await workbench.notification(speech.text("Stopped at {0}: {1}"));
      await workbench.runCommand(speech.command("Redrive DLQ"));
      await workbench.dialog(/DLQ|dead-letter/);
    },
  },
  ...inquiryScenes,
  ...automationScenes,
  {
    name: "end",
    prepare: async (workbench, speech) => {
      await workbench.page.keyboard.press("Escape");
      await reset(workbench, speech);
    },
  },
];

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  const wanted = names.filter((name) => name in looks);
  const chosen = scenes.filter(({ name }) => names.includes(name));
  ensureInstalled();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-"));
  try {
    const files = await takeScreenshots({
      scenes: chosen.length > 0 ? chosen : scenes,
      outputFolder: path.join(projectRoot, "out/screenshots"),
      looks: Object.fromEntries(Object.entries(looks).filter(([name]) => wanted.length === 0 || wanted.includes(name))),
      host: (look) => {
        const target = path.join(folder, look, "academy");
        fs.mkdirSync(target, { recursive: true });
        const env = { MESSAGING_STATE_DIR: path.join(folder, look, "state"), MESSAGING_ANY_PORT: "1" };
        return { target, env, extensionDevelopmentPaths: [projectRoot], viewport: { width: 1100, height: 700 } };
      },
    });
    for (const file of files) process.stdout.write(`${path.relative(projectRoot, file)}\n`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
