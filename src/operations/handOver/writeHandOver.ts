import fs from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import writeFileAtomic from "write-file-atomic";
import { ExpectedError, codeOf } from "../../common/errors";
import type { HandOver } from "./handOver";
import { handOverText } from "./handOverFile";

/** Finds out before a long search that its file cannot be written. Error: `file-unwritable`. */
export async function requireFolderOf(file: string): Promise<void> {
  await fs.access(path.dirname(path.resolve(file)), fs.constants.W_OK).catch((error: unknown) => {
    throw unwritable(file, error);
  });
}

/** Replaces a file that is there. Only this user can read it. Error: `file-unwritable`. */
export async function writeHandOver(file: string, handOver: HandOver): Promise<void> {
  await writeFileAtomic(path.resolve(file), handOverText(handOver), { mode: 0o600 }).catch((error: unknown) => {
    throw unwritable(file, error);
  });
}

const unwritable = (file: string, error: unknown) =>
  new ExpectedError(
    "file-unwritable",
    l10n.t("The file cannot be written ({0}): {1}", codeOf(error) ?? "?", file),
    l10n.t("Name a file in a folder that exists and that you may write to."),
    { cause: error },
  );
