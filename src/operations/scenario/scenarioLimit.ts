import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";

/** The work, or after `ms` milliseconds the error `scenario-hangs`, which names what was waited for. */
export async function within<T>(
  ms: number,
  what: string,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(ms);
  try {
    const result = await run(AbortSignal.any([late, signal]));
    if (!late.aborted) return result;
  } catch (error) {
    if (!late.aborted) throw error;
  }
  throw new ExpectedError(
    "scenario-hangs",
    l10n.t("Waited {0} s in vain for {1}", ms / 1_000, what),
    l10n.t("Give it more time with within, or expect another state."),
  );
}
