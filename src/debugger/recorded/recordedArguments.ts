import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";

/** What a launch configuration names: a message of the local stack, or files. */
export interface RecordedArguments {
  trace?: string;
  evidence?: string;
  apiLog?: string;
  workerLog?: string;
  timeZone?: string;
}

const names = ["trace", "evidence", "apiLog", "workerLog", "timeZone"] as const;

/** Error: `bad-request` if it names nothing. */
export function recordedArguments(given: object): RecordedArguments {
  const named = names.flatMap((name) => {
    const value = (given as Record<string, unknown>)[name];
    return typeof value === "string" && value !== "" ? [[name, value] as const] : [];
  });
  if (named.some(([name]) => name !== "timeZone")) return Object.fromEntries(named);
  throw new ExpectedError(
    "bad-request",
    l10n.t("This launch configuration names nothing to step through"),
    l10n.t("Give it one of these: {0}", "trace, evidence, apiLog, workerLog"),
  );
}
