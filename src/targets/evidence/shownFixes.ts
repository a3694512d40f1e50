import * as l10n from "@vscode/l10n";
import { CLEAR_FAULT } from "../../runtime/faults/fault";
import { ownCommandIn, withCommandLine } from "../../runtime/control/ownCommand";
import type { Diagnosis, Finding, Fix } from "../../diagnosis/diagnosis";

/** Commands that carry out a fix on the local stack, by the fix's id: it has no Docker and no AWS. */
const localCommands: Partial<Record<string, string>> = {
  "start-worker": "messaging worker start",
  "restart-worker": "messaging worker restart",
  "read-worker-log": "messaging tail --no-follow",
  "read-first-error": "messaging tail --no-follow",
  "check-queue-from-api": "messaging status",
  "check-queue-name": "messaging status",
  "create-queue": "messaging queue create",
  redrive: "messaging queue redrive",
};

/** Titles of fixes on the local stack, by the fix's id, whose own speak of a container. */
const localTitles: Partial<Record<string, () => string>> = {
  "raise-memory": () => l10n.t("Give the worker process more memory"),
};

/**
 * Replaces the diagnosis's commands with ones that work on the local stack. What was broken on purpose is mended first
 * by clearing its fault. `faults`: ids of the active ones.
 */
export const withLocalCommands = (diagnosis: Diagnosis, faults: readonly string[]): Diagnosis =>
  withFixes(diagnosis, ({ cause, fixes }) => [
    ...(faults.includes(cause) ? [clearingOf(cause)] : []),
    ...fixes.map((fix) => ({
      ...fix,
      title: localTitles[fix.id]?.() ?? fix.title,
      ...(localCommands[fix.id] && { command: localCommands[fix.id] }),
    })),
  ]);

const clearingOf = (cause: string): Fix => ({
  id: CLEAR_FAULT,
  title: l10n.t("Clear the fault that was injected"),
  command: `messaging fault clear ${cause}`,
});

/** Shows commands of this product as the reader starts them; without a way to start them, the fix has no command. */
export const withOwnCommands = (diagnosis: Diagnosis, commandLine: string | undefined): Diagnosis =>
  withFixes(diagnosis, ({ fixes }) => fixes.map((fix) => shownFix(fix, commandLine)));

function shownFix({ command, ...fix }: Fix, commandLine: string | undefined): Fix {
  if (command === undefined) return fix;
  if (commandLine !== undefined) return { ...fix, command: withCommandLine(command, commandLine) };
  return ownCommandIn(command) === undefined ? { ...fix, command } : fix;
}

function withFixes(diagnosis: Diagnosis, fixesOf: (finding: Finding) => Fix[]): Diagnosis {
  const changed = (finding: Finding): Finding => ({ ...finding, fixes: fixesOf(finding) });
  return { ...diagnosis, verdict: changed(diagnosis.verdict), findings: diagnosis.findings.map(changed) };
}
