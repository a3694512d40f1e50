import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Choice } from "../../operations/interaction";
import { traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";
import { chooseMessage } from "../message/messagePick";

type Recorded = { trace: string } | { file: string } | { text: string };

/**
 * Steps through what was: a message of the local stack, a file, or what was copied. Resolves with whether a session
 * began; false: the user gave up.
 */
export async function stepThrough(context: CommandContext, argument: unknown): Promise<boolean> {
  const trace = traceIdArgument(argument);
  const recorded = trace === undefined ? await chooseRecorded(context) : { trace };
  if (!recorded) return false;
  const configuration = { type: "messaging", request: "launch", name: l10n.t("A recorded run"), ...recorded };
  return vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration);
}

async function chooseRecorded(context: CommandContext): Promise<Recorded | undefined> {
  const title = l10n.t("Step through a recorded run");
  const choices: Choice<() => Promise<Recorded | undefined>>[] = [
    {
      label: l10n.t("What was copied"),
      description: l10n.t("logs or a report, from the clipboard"),
      value: () => copied(context),
    },
    {
      label: l10n.t("A file…"),
      description: l10n.t("a log, an exported report, or a bundle"),
      value: async () => {
        const [file] = (await vscode.window.showOpenDialog({ title })) ?? [];
        return file && { file: file.fsPath };
      },
    },
    {
      label: l10n.t("A message…"),
      description: l10n.t("one that passed the local stack"),
      value: async () => {
        const message = await chooseMessage(context.messages, undefined, title);
        return message && { trace: message.traceId };
      },
    },
  ];
  const choose = await context.interaction.choose(title, choices);
  return choose?.();
}

async function copied({ notifier }: CommandContext): Promise<Recorded | undefined> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() !== "") return { text };
  void notifier.info(l10n.t("The clipboard has no text. Copy log lines or a report first."));
  return undefined;
}
