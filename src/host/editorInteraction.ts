import * as l10n from "@vscode/l10n";
import type { Interaction, Warning } from "../operations/interaction";
import { readableStep } from "./toasts/errorTexts";
import type { Notifier } from "./toasts/notifier";
import { inputText, pickOne } from "./picks";

/** Dialogs, input boxes and picks. The runner of an operation shows its steps: a progress bar belongs to a command. */
export const createEditorInteraction = (
  notifier: Notifier,
  progress: (step: string) => void = () => undefined,
): Interaction => ({
  ask: ({ title, prompt, value, check, isSecret = false }) =>
    inputText({
      title,
      ignoreFocusOut: true,
      password: isSecret,
      ...(prompt !== undefined && { prompt }),
      ...(value !== undefined && { value }),
      ...(check && { validateInput: check }),
    }),
  confirm: ({ question, detail = "", action }) => notifier.confirm(question, detail, action),
  warn: async (warnings, action) => {
    const lines = warnings.map(({ text, nextStep }) => [text, readableStep(nextStep)].filter(Boolean).join(". "));
    if (action !== undefined) return notifier.confirm(titleOf(warnings), lines.join("\n"), action);
    void notifier.warning(lines[0] ?? "");
    return true;
  },
  choose: async (title, choices, detail) => {
    const options = { title, matchOnDescription: true, ...(detail !== undefined && { placeHolder: detail }) };
    const items = choices.map(({ icon, label, ...rest }) => ({ ...rest, label: icon ? `$(${icon}) ${label}` : label }));
    return (await pickOne(items, options))?.value;
  },
  progress,
});

const titleOf = ([first, ...others]: readonly Warning[]): string =>
  others.length === 0
    ? l10n.t("This will probably stop the message: {0}", first?.text ?? "")
    : l10n.t("These will probably stop the message: {0}", others.length + 1);
