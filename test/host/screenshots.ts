// Takes pictures of the extension in VS Code: one file per scene and theme.
import fs from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { projectRoot } from "./installation.ts";
import { Speech } from "./speech.ts";
import type { HostOptions } from "./webHost.ts";
import { Workbench } from "./workbench.ts";

/** One picture: what is done before it is taken, and what of the window it shows. */
export interface Scene {
  /** File name of the picture, without variant and extension: "layers-blocked". */
  name: string;
  /** Brings the workbench to what the picture shows; waits until it is there. */
  prepare(workbench: Workbench, speech: Speech): Promise<void>;
  /** The part to show; without it, the window. */
  element?(workbench: Workbench): Locator;
}

/** How a window looks: a theme, and where it is not the usual, language and size. */
export interface Look {
  theme: string;
  /** A theme that VS Code for the web takes from its picker only: those of high contrast. */
  pickedTheme?: string;
  locale?: string;
  viewport?: { width: number; height: number };
}

/** The looks of the README's pictures. */
export const themes: Readonly<Record<string, Look>> = {
  dark: { theme: "Default Dark Modern" },
  light: { theme: "Default Light Modern" },
};

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
  /** By the end of the file's name. Default: dark and light. */
  looks?: Readonly<Record<string, Look>>;
  /** What each look's window opens and runs; theme and settings are the pictures' own. */
  host: Omit<HostOptions, "theme"> | ((look: string) => Omit<HostOptions, "theme">);
}

async function pickTheme(workbench: Workbench, name: string): Promise<void> {
  await workbench.openViewContainer("Messaging");
  await workbench.runCommand("Preferences: Color Theme");
  await workbench.quickInput("Select Color Theme");
  await workbench.enter(name);
}

/** Each look gets a fresh window, in which the scenes follow each other in the order given. @returns the files. */
export async function takeScreenshots(options: ScreenshotOptions): Promise<string[]> {
  const { scenes, outputFolder, looks = themes, host } = options;
  if (scenes.length === 0) throw new Error("There is no scene to take a picture of.");
  for (const made of [outputFolder, path.join(projectRoot, "out/screenshots")]) fs.mkdirSync(made, { recursive: true });
  const files: string[] = [];
  for (const [name, look] of Object.entries(looks)) {
    const options = typeof host === "function" ? host(name) : host;
    const settings = { ...cleanSettings, ...options.settings };
    const workbench = await Workbench.launch({ scale: 2, ...options, ...look, settings });
    const speech = new Speech(look.locale ?? options.locale);
    try {
      if (look.pickedTheme !== undefined) await pickTheme(workbench, look.pickedTheme);
      for (const scene of scenes) {
        const file = path.join(outputFolder, `${scene.name}-${name}.png`);
        await scene.prepare(workbench, speech);
        await workbench.screenshot(file, scene.element?.(workbench));
        files.push(file);
      }
    } catch (error) {
      await workbench.screenshot(path.join(projectRoot, "out/screenshots", `failed-${name}.png`));
      throw error;
    } finally {
      await workbench.close();
    }
  }
  return files;
}
