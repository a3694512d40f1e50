import * as l10n from "@vscode/l10n";
import { CommanderError } from "commander";
import { ExpectedError, messageOf } from "../common/errors";
import { withCommandLine } from "../runtime/control/ownCommand";
import { commandLine } from "./commandLine";
import { exitCodes } from "./exitCodes";

/** Why a command failed, for people and scripts. */
export interface Failure {
  /** For scripts to compare, such as `no-stack`; never translated. */
  code: string;
  message: string;
  /** The next step. */
  hint: string | undefined;
  exitCode: number;
}

const unavailable = new Set([
  "no-stack",
  "stack-gone",
  "stack-failed",
  "stack-not-built",
  "stack-foreign",
  "stack-other-version",
  "stack-answer-unreadable",
  "stack-file-damaged",
  "stack-not-ended",
  "state-folder-unusable",
  "disk-full",
]);
const usage = new Set([
  "tenant-not-found",
  "invalid-sender",
  "bad-request",
  "evidence-unreadable",
  "file-unwritable",
  "inquiry-unreadable",
  "student-unknown",
  "student-ambiguous",
  "names-not-offered",
  "environment-invalid",
  "no-folder",
  "address-not-trusted",
  "program-not-trusted",
  "database-url-invalid",
  "confirmation-mismatch",
  "unknown-fault",
  "resend-not-offered",
  "students-unreadable",
  "students-of-other-tenant",
  "time-unreadable",
  "number-unreadable",
  "scenario-not-found",
]);

/** Undefined for the end of `--help` and `--version`, which is not a failure. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof CommanderError) return usageFailure(error);
  if (ExpectedError.is(error)) {
    const { reason, message, nextStep } = error;
    const hint = nextStep === undefined ? undefined : withCommandLine(nextStep, commandLine());
    return { code: reason, message, hint, exitCode: exitOf(reason) };
  }
  return {
    code: "unexpected",
    message: l10n.t("Unexpected failure: {0}", messageOf(error)),
    hint: l10n.t("Run it again with MESSAGING_DEBUG=1, and report what it prints."),
    exitCode: exitCodes.unknown,
  };
}

function usageFailure({ code, exitCode, message }: CommanderError): Failure | undefined {
  if (exitCode === 0) return undefined;
  const isBare = code === "commander.help"; // without a command, commander shows the help
  return {
    code: "usage",
    message: isBare ? l10n.t("No command was given") : message.replace(/^error: /, ""),
    hint: l10n.t("Run with --help for the options."),
    exitCode: exitCodes.usage,
  };
}

function exitOf(reason: string): number {
  if (reason === "program-not-found") return exitCodes.notFound;
  if (reason === "program-unusable" || reason === "service-not-runnable") return exitCodes.notExecutable;
  if (unavailable.has(reason)) return exitCodes.unavailable;
  return usage.has(reason) ? exitCodes.usage : exitCodes.stopped;
}
