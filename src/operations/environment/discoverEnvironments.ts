import fs from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { maskStart } from "../../common/masking";
import { ExpectedError } from "../../common/errors";
import type { Discovery } from "../../targets/discovery/discovery";
import { proposeEnvironments } from "../../targets/discovery/proposal";
import { readWorkspace } from "../../targets/workspaceFiles";
import type { OperationContext } from "../operation";

/**
 * Searches a folder's files for its backend. Runs nothing, connects to nothing, keeps no secret.
 * Error: `no-folder`.
 */
export async function discoverEnvironments(
  folder: string,
  { signal }: Partial<Pick<OperationContext, "signal">> = {},
): Promise<Discovery> {
  const found = await fs.stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new ExpectedError(
      "no-folder",
      l10n.t("There is no folder {0}", maskStart(path.resolve(folder), 300)),
      l10n.t("Name the folder that holds the backend's code."),
    );
  }
  return proposeEnvironments(await readWorkspace(folder, signal));
}
