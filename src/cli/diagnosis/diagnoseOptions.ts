import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { ExpectedError } from "../../common/errors";

/** Options that name a file to diagnose. */
const files = ["evidence", "workerLog", "apiLog"];
const ofSend = ["to", "confirm", "student", "text"];

/** Options that a given option makes meaningless. `--evidence` with a log is allowed: the log belongs to the bundle. */
const excluded: readonly { given: string; options: readonly string[] }[] = [
  ...files.map((given) => ({
    given,
    options: ["send", "watch", "environment", "minutes", "tenant", ...ofSend],
  })),
  { given: "watch", options: ["send", "environment", "minutes", "tenant", "timeZone", ...ofSend] },
  { given: "send", options: ["minutes", "timeZone"] },
  { given: "environment", options: ["timeZone"] },
];

/** Options that need another one. */
const needed: readonly { given: string; option: string }[] = [
  ...ofSend.map((given) => ({ given, option: "send" })),
  ...["to", "confirm", "minutes", "trust", "trustAddress"].map((given) => ({ given, option: "environment" })),
];

/**
 * Rejects options that would be ignored.
 * @throws ExpectedError `bad-request`, which names both.
 */
export function refuseUnmeant(command: Command): void {
  const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
  for (const { given, options } of excluded) {
    const other = isGiven(given) ? options.find(isGiven) : undefined;
    if (other) {
      const [one, another] = [flagOf(command, given), flagOf(command, other)];
      throw new ExpectedError(
        "bad-request",
        l10n.t("{0} and {1} cannot be given together", one, another),
        l10n.t("Leave out one of the two."),
      );
    }
  }
  const lone = needed.find(({ given, option }) => isGiven(given) && !isGiven(option));
  if (lone)
    throw new ExpectedError(
      "bad-request",
      l10n.t("{0} requires {1}", flagOf(command, lone.given), flagOf(command, lone.option)),
      l10n.t("Give {0} too, or leave {1} out.", flagOf(command, lone.option), flagOf(command, lone.given)),
    );
}

const flagOf = (command: Command, name: string) =>
  command.options.find((option) => option.attributeName() === name)?.long ?? name;

/** For options that name one thing: a second value would silently replace the first. */
export const once = (value: string, before: string | undefined): string => {
  if (before === undefined) return value;
  throw new InvalidArgumentError(l10n.t("Give this option only once."));
};
