// Takes pictures of the extension in VS Code: one file per scene and theme.
import fs from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import type { HostOptions } from "./webHost.ts";
import { Workbench } from "./workbench.ts";

/** One picture: what is done before it is taken, and what of the window it shows. */
export interface Scene {
  /** File name of the picture, without theme and extension: "layersBlocked". */
  name: string;
  /** Brings the workbench to what the picture shows; waits until it is there. */
  prepare(workbench: Workbench): Promise<void>;
  /** The part to show; without it, the window. */
  element?(workbench: Workbench): Locator;
}

const themes = { dark: "Default Dark Modern", light: "Default Light Modern" } as const;

/** Leaves out what belongs to the test host, not to the product. */
const cleanSettings = {
  "window.title": "${rootName}",
  "window.commandCenter": false,
  "workbench.layoutControl.enabled": false,
  "remote.autoForwardPorts": false,
};

export interface ScreenshotOptions {
  scenes: readonly Scene[];
  outputFolder: string;
  /** What each theme's window opens and runs; theme and settings are the pictures' own. */
  host: Omit<HostOptions, "theme"> | ((kind: string) => Omit<HostOptions, "theme">);
}

/** Each theme gets a fresh window, in which the scenes follow each other in the order given. @returns the files. */
export async function takeScreenshots({ scenes, outputFolder, host }: ScreenshotOptions): Promise<string[]> {
  if (scenes.length === 0) throw new Error("There is no scene to take a picture of.");
  fs.mkdirSync(outputFolder, { recursive: true });
  const files: string[] = [];
  for (const [kind, theme] of Object.entries(themes)) {
    const options = typeof host === "function" ? host(kind) : host;
    const settings = { ...cleanSettings, ...options.settings };
    const workbench = await Workbench.launch({ scale: 2, ...options, settings, theme });
    try {
      for (const scene of scenes) {
        const file = path.join(outputFolder, `${scene.name}-${kind}.png`);
        await scene.prepare(workbench);
        await workbench.screenshot(file, scene.element?.(workbench));
        files.push(file);
      }
    } finally {
      await workbench.close();
    }
  }
  return files;
}
