import readline from "node:readline/promises";
import { Writable } from "node:stream";
import * as l10n from "@vscode/l10n";
import pc from "picocolors";
import { ExpectedError } from "../common/errors";
import { visibleLine } from "../common/shown/visibleText";
import type { Choice, Interaction } from "../operations/interaction";
import type { OperationContext } from "../operations/operation";
import { withCommandLine } from "../runtime/control/ownCommand";
import { AuditLog } from "../targets/safety/auditLog";
import { commandLine } from "./commandLine";
import { languageOf } from "./cliLanguage";
import type { StackChoice } from "./stack/stackSession";
import { stateDirFor } from "./stack/stackSession";

/** Answers given in advance as options. */
export interface Answers {
  /** `--confirm`: the tenant's code, typed again. Implies yes. */
  confirm?: string | undefined;
  /** `--yes` */
  yes?: boolean | undefined;
}

/** The context of an operation on the command line. */
export const operationOf = (
  stack: StackChoice,
  answers: Answers = {},
  signal = new AbortController().signal,
): OperationContext => ({
  signal,
  interaction: createTerminalInteraction(answers, signal),
  audit: new AuditLog(stateDirFor(stack)),
  language: languageOf(process.env),
  commandLine: commandLine(),
  workspace: stack.workspace,
});

/** Options answer first, then the person at the terminal. Without either, nothing is done: `confirmation-needed`. */
const createTerminalInteraction = ({ confirm, yes }: Answers, signal: AbortSignal): Interaction => ({
  ask: async ({ title, prompt, value, check, isConfirmation, isSecret = false }) => {
    if (isConfirmation && confirm !== undefined) return confirm;
    requireTerminal(title, isConfirmation ? "--confirm" : undefined);
    const asked = [title, prompt].filter(Boolean).join("\n");
    for (;;) {
      const typed = await typedAfter(`${asked}${value === undefined ? "" : ` [${value}]`}: `, signal, isSecret);
      const answer = typed || value;
      if (answer === undefined) return undefined;
      const wrong = check?.(answer);
      if (wrong === undefined) return answer;
      process.stderr.write(`${visibleLine(wrong)}\n`);
    }
  },
  confirm: async ({ question, detail, action }) => {
    if (yes || confirm !== undefined) return true;
    requireTerminal(question, "--yes");
    const asked = [question, detail].filter(Boolean).join("\n");
    const typed = await typedAfter(`${asked}\n${action}? [y/N] `, signal);
    return isYes(typed);
  },
  warn: async (warnings, action) => {
    for (const { text, nextStep } of warnings) {
      process.stderr.write(`${pc.yellow("!")} ${visibleLine(text)}\n`);
      if (nextStep !== undefined) process.stderr.write(`  ${visibleLine(withCommandLine(nextStep, commandLine()))}\n`);
    }
    if (action === undefined || yes || confirm !== undefined || !process.stdin.isTTY) return true;
    return isYes(await typedAfter(`${action}? [y/N] `, signal));
  },
  choose: async <T>(title: string, choices: readonly Choice<T>[]) => {
    requireTerminal(title, undefined);
    const rows = choices.map(({ label, description }, index) => `  ${index + 1}  ${label}  ${description ?? ""}`);
    const typed = await typedAfter(`${[title, ...rows].join("\n")}\n[1-${choices.length}] `, signal);
    return choices[Number(typed) - 1]?.value;
  },
  progress: (step) => {
    if (process.stderr.isTTY) process.stderr.write(`  ${visibleLine(step)}\n`);
  },
});

const isYes = (typed: string) => /^(y|yes|예|네)$/i.test(typed);

/** Asks on stderr: stdout belongs to the result. Empty if the terminal was closed. */
async function typedAfter(prompt: string, signal: AbortSignal, isHidden = false): Promise<string> {
  // readline echoes what is typed to its output.
  const output = isHidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
  const shown = visibleLine(prompt);
  if (isHidden) process.stderr.write(shown);
  const terminal = readline.createInterface({ input: process.stdin, output, ...(isHidden && { terminal: true }) });
  try {
    return (await terminal.question(isHidden ? "" : shown, { signal })).trim();
  } finally {
    terminal.close();
  }
}

function requireTerminal(question: string, option: string | undefined): void {
  if (process.stdin.isTTY) return;
  throw new ExpectedError(
    "confirmation-needed",
    l10n.t("Nothing was changed, because nobody is there to answer: {0}", question),
    option === undefined
      ? l10n.t("Run it in a terminal.")
      : l10n.t("Run it in a terminal, or answer with {0}.", option),
  );
}
