// The pictures of the README: node test/host/scenes.ts [scene …] writes media/screenshots/*.png.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { environmentScenes, releaseStacks } from "./environmentScenes.ts";
import { ensureInstalled, projectRoot } from "./installation.ts";
import { inquiryScenes } from "./inquiryScenes.ts";
import { takeScreenshots } from "./screenshots.ts";
import type { Scene } from "./screenshots.ts";
import type { Workbench } from "./workbench.ts";

const send = async (workbench: Workbench) => {
  await workbench.runCommand("Messaging: Send Test Message");
  await workbench.quickInput("Enter sends with these values");
  await workbench.enter();
};

/** So far that no row is cut. */
const widenSidebar = async ({ page }: Workbench) => {
  const box = await page.locator(".part.sidebar").boundingBox();
  if (!box) throw new Error("The sidebar is not shown.");
  const [x, y] = [box.x + box.width, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 110, y, { steps: 5 });
  await page.mouse.up();
};

/** Each goes on from where the one before ended. */
const scenes: readonly Scene[] = [
  {
    name: "layers-healthy",
    prepare: async (workbench) => {
      await workbench.openViewContainer("Messaging");
      await widenSidebar(workbench);
      await workbench.clickWelcome("Start Local Stack");
      await workbench.treeItem("Data hakwonplus").waitFor();
      await send(workbench);
      await workbench.notification("Reached Solapi in");
    },
  },
  {
    name: "layers-blocked",
    prepare: async (workbench) => {
      await workbench.runCommand("Messaging: Inject Fault");
      await workbench.quickInput("What breaks?");
      await workbench.enter("provider.sender-not-registered");
      await workbench.notification("Fault set");
      await workbench.runCommand("Notifications: Clear All Notifications");
      await send(workbench);
      await workbench.notification("Stopped at Solapi");
      await workbench.treeItem(/Solapi\s*The sender number is not registered/, "Layers").waitFor();
    },
  },
  {
    name: "trace",
    prepare: async (workbench) => {
      const toast = await workbench.notification("Stopped at Solapi");
      await toast.click("Show trace");
      await workbench.webview.getByText("Solapi").first().waitFor();
    },
  },
  {
    name: "sender-fix",
    prepare: async (workbench) => {
      await workbench.runCommand("View: Close All Editors");
      await workbench.clickInlineAction(/^The sender number is not registered/, "Fix Sender", "Layers");
      await workbench.quickInput("Sender of hakwonplus");
    },
  },
  {
    name: "sender-fixed",
    prepare: async (workbench) => {
      await workbench.enter();
      await workbench.quickInput("Fix sender");
      await workbench.enter();
      await workbench.notification("Reached Solapi in");
      await workbench.treeItem(/Solapi\s*sandbox/, "Layers").waitFor();
    },
  },
  {
    name: "phone-preview",
    prepare: async (workbench) => {
      await workbench.runCommand("Notifications: Clear All Notifications");
      await workbench.runCommand("Messaging: Preview on Phone");
      await workbench.webview.getByText("테스트").first().waitFor();
    },
  },
  ...inquiryScenes,
  ...environmentScenes,
];

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  ensureInstalled();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-"));
  try {
    const files = await takeScreenshots({
      scenes: scenes.filter((scene) => wanted.length === 0 || wanted.includes(scene.name)),
      outputFolder: path.join(projectRoot, "media/screenshots"),
      // A stack of its own for each theme: both begin without one.
      host: (kind) => {
        const target = path.join(folder, kind, "academy");
        fs.mkdirSync(target, { recursive: true });
        const state = path.join(folder, kind, "state");
        fs.mkdirSync(state);
        const aws = { AWS_ACCESS_KEY_ID: "AKIALOCALPICTURES", AWS_SECRET_ACCESS_KEY: "pictures" };
        const keys = {
          apiToken: "pictures",
          awsAccessKeyId: aws.AWS_ACCESS_KEY_ID,
          awsSecretAccessKey: aws.AWS_SECRET_ACCESS_KEY,
          solapiApiKey: "NCSPICTURES",
          solapiApiSecret: "PICTURES",
        };
        fs.writeFileSync(path.join(state, "keys.json"), JSON.stringify(keys));
        const env = {
          MESSAGING_STATE_DIR: state,
          MESSAGING_ANY_PORT: "1",
          ...aws, // for the stack's queue, reached as an environment of its own
        };
        return { target, env, extensionDevelopmentPaths: [projectRoot], viewport: { width: 1100, height: 700 } };
      },
    });
    for (const file of files) process.stdout.write(`${path.relative(projectRoot, file)}\n`);
  } finally {
    releaseStacks();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
