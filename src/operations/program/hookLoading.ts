import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { SOLAPI_HOST } from "../../targets/settings/credentialHosts";

/** With these options Python reads no PYTHONPATH, or runs no sitecustomize. */
const HOOKLESS = /^-[a-zA-Z]*[EIS]/;
const PYTHON = /(?:^|[\\/])python[\d.]*(?:\.exe)?$/i;

/**
 * Refuses a Python that would not load what leads Solapi's host to the sandbox: its requests could reach the real one.
 * Error: `bad-request`.
 */
export function checkHookLoads([program = "", ...words]: readonly string[]): void {
  if (!PYTHON.test(program)) return;
  const end = words.findIndex((word) => !word.startsWith("-"));
  const option = words.slice(0, end < 0 ? words.length : end).find((word) => HOOKLESS.test(word));
  if (option === undefined) return;
  throw new ExpectedError(
    "bad-request",
    l10n.t("With {0}, Python does not lead {1} to the sandbox, so it was not started.", option, SOLAPI_HOST),
    l10n.t("Leave the option out."),
  );
}
