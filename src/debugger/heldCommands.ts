import * as l10n from "@vscode/l10n";
import type { HoldOrder } from "../runtime/holds/holdMessages";

/** What can be typed in the Debug Console besides an expression. */
export type HeldCommand = HoldOrder | { kind: "again" } | { kind: "help" };

export const heldCommandNames = ["drop", "answer", "again", "help"] as const;

export const helpText = (): string =>
  [
    l10n.t("drop REASON: move it to the dead-letter queue"),
    l10n.t("answer CODE: answer in Solapi's place, such as 1062 or timed-out"),
    l10n.t("again: send a copy of it from this layer on; this one stays held"),
    l10n.t('An expression, such as attempt > 1 or text.contains("…"), shows its value'),
  ].join("\n");

/** Undefined: it is no command. An incomplete one is a sentence. */
export function readHeldCommand(typed: string): HeldCommand | { problem: string } | undefined {
  const [word = "", ...rest] = typed.trim().split(/\s+/);
  const argument = rest.join(" ");
  switch (word) {
    case "drop":
      return { kind: "drop", reason: argument === "" ? "dropped in the debugger" : argument.slice(0, 200) };
    case "answer":
      if (!/^[\w-]{1,60}$/.test(argument))
        return { problem: l10n.t("Type the code to answer, such as: {0}", "answer 1062") };
      return { kind: "answer", code: argument };
    case "again":
      return argument === "" ? { kind: "again" } : undefined;
    case "help":
      return argument === "" ? { kind: "help" } : undefined;
    default:
      return undefined;
  }
}
