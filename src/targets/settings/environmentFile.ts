import fs from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { ExpectedError, messageOf } from "../../common/errors";
import { maskStart } from "../../common/masking";
import { parseEnvironment } from "./environmentParser";
import type { EnvironmentSettings } from "./environmentSettings";

/** A larger file is not an environment. */
const MAX_BYTES = 1024 * 1024;

export interface EnvironmentFile {
  /** The file name without its extension, masked: it is shown and recorded. */
  name: string;
  settings: EnvironmentSettings;
  /** Base folder of relative paths in the file. */
  folder: string;
}

/**
 * Reads one environment from its own JSON file: the value of one key of `messaging.environments`.
 * Error: `environment-invalid`, whose sentence names the invalid JSON path. A file is accepted as a whole or not at
 * all.
 */
export async function readEnvironmentFile(file: string): Promise<EnvironmentFile> {
  const { settings, problems } = parseEnvironment(await readJson(file), "");
  if (!settings || problems.length > 0) throw invalid(file, problems.map(({ sentence }) => sentence).join("; "));
  return { name: maskStart(path.parse(file).name, 100), settings, folder: path.dirname(path.resolve(file)) };
}

async function readJson(file: string): Promise<unknown> {
  try {
    const { size } = await fs.stat(file);
    if (size > MAX_BYTES) throw new Error(l10n.t("it has {0} bytes, {1} at most", size, MAX_BYTES));
    return JSON.parse((await fs.readFile(file, "utf8")).replace(/^\uFEFF/, ""));
  } catch (error) {
    throw invalid(file, messageOf(error), error);
  }
}

const invalid = (file: string, why: string, cause?: unknown) =>
  new ExpectedError(
    "environment-invalid",
    l10n.t("The environment {0} cannot be read: {1}", maskStart(file, 300), maskStart(why, 500)),
    l10n.t("Correct the file. It holds one entry of messaging.environments."),
    { cause },
  );
