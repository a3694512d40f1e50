// The pictures of the README: node test/host/scenes.ts [scene …] writes media/screenshots/*.png.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { ensureInstalled, projectRoot } from "./installation.ts";
import { takeScreenshots } from "./screenshots.ts";
import type { Scene } from "./screenshots.ts";

const scenes: readonly Scene[] = [
  {
    name: "layers",
    prepare: (workbench) => workbench.openViewContainer("Messaging"),
  },
];

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  ensureInstalled();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-"));
  try {
    const files = await takeScreenshots({
      scenes: scenes.filter((scene) => wanted.length === 0 || wanted.includes(scene.name)),
      outputFolder: path.join(projectRoot, "media/screenshots"),
      host: { target: folder, extensionDevelopmentPaths: [projectRoot], viewport: { width: 1100, height: 700 } },
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
