// The one place that decides which VS Code runs: the desktop where it can be had, else the web host.
import process from "node:process";
import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { ensureInstalled, isOldest, oldestVersion, readVscodeVersion, standInExecutable } from "./installation.ts";

const downloadTimeoutMs = 15_000;

export interface ChosenVscode {
  kind: "desktop" | "web";
  /** For test-electron's vscodeExecutablePath. */
  executable: string;
}

/**
 * Chooses, and prints one line that says what and why. VSCODE_EXECUTABLE names a desktop VS Code to use;
 * VSCODE_HOST=web asks for the web host, VSCODE_RELEASE=oldest for the oldest release that the extension supports.
 */
export async function chooseVscode(): Promise<ChosenVscode> {
  const given = process.env["VSCODE_EXECUTABLE"];
  if (given) return announce("desktop", "named by VSCODE_EXECUTABLE", given);
  const obstacle = findObstacle();
  if (obstacle) return useWebHost(obstacle);
  try {
    const executable = await downloadAndUnzipVSCode({
      version: isOldest ? oldestVersion : "stable",
      timeout: downloadTimeoutMs,
    });
    return announce("desktop", "downloaded", executable);
  } catch (error) {
    if (process.platform !== "linux") throw error;
    return useWebHost(`the desktop could not be downloaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Why the desktop cannot run here, as far as that is known without trying. */
function findObstacle(): string | undefined {
  if (process.env["VSCODE_HOST"] === "web") return "VSCODE_HOST=web";
  if (process.platform !== "linux") return undefined;
  return process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"] ? undefined : "there is no display";
}

function useWebHost(reason: string): ChosenVscode {
  ensureInstalled();
  return announce("web", `${readVscodeVersion().version}: ${reason}`, standInExecutable);
}

function announce(kind: ChosenVscode["kind"], reason: string, executable: string): ChosenVscode {
  process.stdout.write(`[vscode] ${kind === "web" ? "web host" : "desktop"} (${reason})\n`);
  return { kind, executable };
}
