import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { StackClient } from "../../runtime/control/stackClient";
import { findStack } from "../../runtime/control/stackLauncher";

/** Of any version of the product: one to be stopped. Default: only of this version. */
export interface JoinOptions {
  anyVersion?: boolean;
}

/**
 * The running stack of this state folder; starts none. Undefined if none runs. Errors: `stack-file-damaged`,
 * `stack-other-version`, `state-folder-unusable`.
 */
export const joinStack = (stateDir: string, options?: JoinOptions): Promise<StackClient | undefined> =>
  findStack(stateDir, options);

/** The same where the command is pointless without a stack. `workspace` names it in the error `no-stack`. */
export async function requireStack(stateDir: string, workspace: string, options?: JoinOptions): Promise<StackClient> {
  const client = await joinStack(stateDir, options);
  if (client) return client;
  throw new ExpectedError(
    "no-stack",
    l10n.t("No local stack runs for {0}", workspace),
    l10n.t("Start it: {0}", "messaging up"),
  );
}
