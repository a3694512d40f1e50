// How the workbench's page learns what to open and which extension to run.
import fs from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";

/** The part of HostOptions that the page needs. */
export interface WorkbenchOptions {
  target?: string | undefined;
  extensionDevelopmentPaths?: string[] | undefined;
  disableExtensions?: boolean | undefined;
  hasSmokeTestDriver?: boolean | undefined;
  locale?: string | undefined;
}

/** @returns the loopback address of the workbench with folder, file and, under the smoke test driver, the extension. */
export function toWorkbenchUrl(port: number, options: WorkbenchOptions, testsModule?: string): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${encodeURI(path.resolve(file))}`;
  const payload: [string, string][] = [
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
  ];
  if (options.hasSmokeTestDriver) {
    for (const folder of developmentPaths(options)) payload.push(["extensionDevelopmentPath", remote(folder)]);
    if (testsModule) payload.push(["extensionTestsPath", remote(testsModule)]);
  }
  if (options.disableExtensions) payload.push(["disableExtensions", "true"]);
  const query = new URLSearchParams();
  const { target } = options;
  if (target === undefined) query.set("ew", "true");
  else if (target.endsWith(".code-workspace")) query.set("workspace", path.resolve(target));
  else if (fs.statSync(target).isDirectory()) query.set("folder", path.resolve(target));
  else payload.push(["openFile", remote(target)]);
  query.set("payload", JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}

/**
 * Puts the extension into the page's configuration. The built workbench reads it from ?payload= only under the smoke test
 * driver, which hides toasts. An init script does it: answering the page's HTML by interception would make Chromium's
 * local network check refuse the WebSocket.
 */
export async function useDevelopmentOptions(
  page: Page,
  port: number,
  options: WorkbenchOptions,
  testsModule?: string,
): Promise<void> {
  const isInPayload = options.hasSmokeTestDriver ?? false;
  const extensions = isInPayload ? [] : developmentPaths(options);
  const tests = isInPayload ? undefined : testsModule;
  await page.addInitScript(patchConfiguration, { port, extensions, tests, locale: options.locale });
}

const developmentPaths = (options: WorkbenchOptions) =>
  (options.extensionDevelopmentPaths ?? []).map((folder) => path.resolve(folder));

interface PagePatch {
  port: number;
  extensions: string[];
  tests: string | undefined;
  locale: string | undefined;
}

/** Runs in the page, before its scripts. Minimal types, because this project has no DOM library. */
function patchConfiguration({ port, extensions, tests, locale }: PagePatch): void {
  interface Meta {
    dataset: Record<string, string>;
    getAttribute(name: string): string;
    setAttribute(name: string, value: string): void;
  }
  interface PageGlobals {
    document: {
      addEventListener(type: "readystatechange", listener: () => void): void;
      getElementById(id: string): Meta | null;
    };
    _VSCODE_NLS_LANGUAGE?: string;
  }
  const { document } = globalThis as unknown as PageGlobals;
  const toUri = (file: string) => ({ $mid: 1, scheme: "vscode-remote", authority: `127.0.0.1:${port}`, path: file });
  // The first change, to "interactive", comes before the deferred script of the workbench.
  document.addEventListener("readystatechange", () => {
    if (locale) (globalThis as unknown as PageGlobals)._VSCODE_NLS_LANGUAGE = locale;
    const meta = document.getElementById("vscode-workbench-web-configuration");
    if (!meta || meta.dataset["patched"]) return;
    meta.dataset["patched"] = "true";
    const configuration = JSON.parse(meta.getAttribute("data-settings")) as Record<string, unknown>;
    configuration["developmentOptions"] = {
      ...(configuration["developmentOptions"] as object | undefined),
      ...(extensions.length > 0 ? { extensions: extensions.map(toUri) } : {}),
      ...(tests ? { extensionTestsPath: toUri(tests) } : {}),
    };
    meta.setAttribute("data-settings", JSON.stringify(configuration));
  });
}
