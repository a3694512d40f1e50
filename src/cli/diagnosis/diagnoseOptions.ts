import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { ExpectedError } from "../../common/errors";

/** Options that say what is diagnosed, in the order in which they decide; the files stand for one. */
const files = ["evidence", "workerLog", "apiLog"];
const ofSend = ["to", "confirm", "student", "text"];

/** What an option that was given leaves no meaning for. `--evidence` with a log is meant: the log is the bundle's. */
const excluded: readonly { given: string; options: readonly string[] }[] = [
  ...files.map((given) => ({
    given,
    options: ["send", "watch", "environment", "minutes", "tenant", ...ofSend],
  })),
  { given: "watch", options: ["send", "environment", "minutes", "tenant", "timeZone", ...ofSend] },
  { given: "send", options: ["minutes", "timeZone"] },
  { given: "environment", options: ["timeZone"] },
];

/** What an option needs besides itself. */
const needed: readonly { given: string; option: string }[] = [
  ...ofSend.map((given) => ({ given, option: "send" })),
  ...["to", "confirm", "minutes"].map((given) => ({ given, option: "environment" })),
];

/**
 * Refuses options that would be passed over.
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

/** For options that name one thing: the second would silently take the place of the first. */
export const once = (value: string, before: string | undefined): string => {
  if (before === undefined) return value;
  throw new InvalidArgumentError(l10n.t("Give this option only once."));
};
