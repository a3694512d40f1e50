import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { codeOf, ExpectedError, messageOf } from "../common/errors";
import type { Logger } from "../common/logger";
import type { CommandMap } from "./commandIds";
import { buttonOfStep, sentenceOf } from "./toasts/errorTexts";
import { nextStepOf } from "./toasts/nextSteps";
import type { Notifier } from "./toasts/notifier";

export interface CommandHost {
  log: Logger;
  notifier: Notifier;
  showLog(): void;
}

/** Registers every command of the maps, each in the shared wrapper for errors. The only caller of `registerCommand`. */
export function registerCommands(host: CommandHost, ...maps: CommandMap[]): vscode.Disposable {
  const registered = maps
    .flatMap((map) => Object.entries(map) as [string, (...args: unknown[]) => unknown][])
    .map(([id, handler]) =>
      vscode.commands.registerCommand(id, (...args: unknown[]) => guarded(host, id, () => handler(...args))),
    );
  return vscode.Disposable.from(...registered);
}

/**
 * Runs what a user asked for. Three kinds of errors: a cancellation shows nothing; an expected error shows a sentence
 * and the next step; a bug shows one line in a toast and writes its stack to the log.
 */
async function guarded<T>(host: CommandHost, what: string, run: () => T | Promise<T>): Promise<Awaited<T> | undefined> {
  const startedAt = performance.now();
  try {
    const result = await run();
    host.log.debug(`[extension] ${what} took ${Math.round(performance.now() - startedAt)} ms`);
    return result;
  } catch (error) {
    if (isCancelled(error)) return undefined;
    report(host, what, error);
    return undefined;
  }
}

function report({ log, notifier, showLog }: CommandHost, what: string, error: unknown): void {
  const openLog = { title: l10n.t("Show output"), run: showLog };
  if (ExpectedError.is(error)) {
    log.warning(`[extension] ${what}: ${error.reason}: ${error.message}`);
    const step = buttonOfStep(error.nextStep) ?? nextStepOf(error.reason);
    const next = step && {
      title: step.title,
      run: () => vscode.commands.executeCommand(step.command, ...step.arguments),
    };
    void notifier.error(sentenceOf(error), ...(next ? [next] : []), openLog);
    return;
  }
  log.error(`[extension] ${what}: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`);
  void notifier.error(l10n.t("{0} failed: {1}", what, messageOf(error)), openLog);
}

const isCancelled = (error: unknown) =>
  error instanceof vscode.CancellationError || codeOf(error) === "AbortError" || codeOf(error) === "Canceled";
