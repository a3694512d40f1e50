import * as l10n from "@vscode/l10n";
import fs from "node:fs";
import path from "node:path";
import { ExpectedError } from "../../../common/errors";
import { loadContract } from "../../control/contract/contractModule";
import type { StackKeys } from "../../control/stackContract";

export const keysFile = (stateDir: string): string => path.join(stateDir, "keys.json");

/** Reads the keys of a stack that has been started. @throws ExpectedError `stack-file-damaged` */
export async function readStackKeys(stateDir: string): Promise<StackKeys> {
  const file = keysFile(stateDir);
  const { isOf } = await loadContract();
  const keys = await fs.promises
    .readFile(file, "utf8")
    .then(JSON.parse)
    .catch(() => undefined);
  if (isOf("keys", keys)) return keys;
  throw new ExpectedError(
    "stack-file-damaged",
    l10n.t("The keys of the local stack cannot be read: {0}", file),
    l10n.t("Stop the stack, then start it again: it makes new ones."),
  );
}
