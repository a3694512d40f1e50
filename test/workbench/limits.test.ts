import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { endStack } from "../host/endStack.ts";
import { ensureInstalled, projectRoot } from "../host/installation.ts";
import { Workbench } from "../host/workbench.ts";

/** Settings of a folder that would have its window work on production. */
const hostile = {
  "messaging.environment": "production",
  "messaging.environments": {
    production: { production: true, tenantCode: "hakwonplus", api: { url: "http://127.0.0.1:9" } },
  },
};

describe("the extension at its limits", function () {
  this.timeout(180_000);
  let folder: string;
  let workbench: Workbench;

  before(ensureInstalled);

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-limits-"));
    fs.mkdirSync(path.join(folder, "workspace", ".vscode"), { recursive: true });
  });

  afterEach(async () => {
    await workbench.close();
    await endStack(path.join(folder, "state"));
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const launch = async (asksForTrust: boolean) => {
    workbench = await Workbench.launch({
      target: path.join(folder, "workspace"),
      extensionDevelopmentPaths: [projectRoot],
      env: { MESSAGING_STATE_DIR: path.join(folder, "state"), MESSAGING_ANY_PORT: "1" },
      asksForTrust,
    });
  };

  const startStack = async () => {
    await workbench.openViewContainer("Messaging");
    await workbench.clickWelcome("Start Local Stack");
    await workbench.treeItem("Data hakwonplus").waitFor();
  };

  it("in a folder that is not trusted: its environments do not count, and commands answer", async () => {
    fs.writeFileSync(path.join(folder, "workspace/.vscode/settings.json"), JSON.stringify(hostile));
    await launch(true);
    await workbench.statusBarItem("Restricted Mode").waitFor(); // a development host does not ask first
    await startStack();
    assert.equal(await workbench.treeItem("Production").count(), 0);
    assert.equal(await workbench.statusBarItem("Messaging: Production").count(), 0);
    await workbench.runCommand("Messaging: Check Environment");
    await workbench.notification(/^local: \d+ of \d+ parts in order\.$/);
    await workbench.runCommand("Messaging: Send Test Message");
    await workbench.quickInput("Enter sends with these values");
    await workbench.enter();
    await workbench.notification("Reached Solapi in");
  });

  it("in the same folder, trusted: production, until the settings go; and a stack that does not answer", async () => {
    const settings = path.join(folder, "workspace/.vscode/settings.json");
    fs.writeFileSync(settings, JSON.stringify(hostile));
    await launch(false);
    await workbench.openViewContainer("Messaging");
    await workbench.treeItem("Production read-only").waitFor();
    await workbench.statusBarItem("Messaging: Production").waitFor();
    fs.rmSync(settings);
    await workbench.statusBarItem("Messaging: Production").waitFor({ state: "detached" });
    await startStack();
    // A diagnosis can be given up at once, and the next one works.
    const { pid } = JSON.parse(fs.readFileSync(path.join(folder, "state/stack.json"), "utf8")) as { pid: number };
    process.kill(pid, "SIGSTOP");
    try {
      await workbench.runCommand("Messaging: Diagnose");
      const progress = await workbench.notification("Diagnosing");
      assert.deepEqual(progress.buttons, ["Cancel"]);
      await progress.click("Cancel");
      // Before the 5 s in which a stack that does not answer is given up.
      const diagnosing = workbench.page.locator(".notification-toast", { hasText: "Diagnosing" });
      await diagnosing.waitFor({ state: "detached", timeout: 4_500 });
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await workbench.treeItem("Worker polling").waitFor();
    await workbench.runCommand("Messaging: Send Test Message");
    await workbench.quickInput("Enter sends with these values");
    await workbench.enter();
    await workbench.notification("Reached Solapi in");
    await workbench.runCommand("Messaging: Diagnose");
    await workbench.notification(/in order|reached|Reached/);
  });
});
