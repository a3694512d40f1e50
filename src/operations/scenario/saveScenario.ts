import fs from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import { maskStart } from "../../common/masking";
import type { OperationContext } from "../operation";
import type { Original } from "../reproduction/localCase";
import { SCENARIO_FOLDER, SCENARIO_SUFFIX } from "./readScenarios";
import { savedScenarioOf } from "./savedScenario";
import type { SavedScenario } from "./savedScenario";

export interface SavedFile extends SavedScenario {
  /** Absolute. */
  file: string;
}

/** A name that this many files have is asked for. */
const MOST_OF_A_NAME = 1_000;

/**
 * Saves a message as a scenario of the workspace: in a new file that has the name of the cause, or in the named one,
 * which must not exist. Whoever has a diagnosis passes its evidence and verdict; `originalFrom` reads them from a
 * bundle, or finds them by an id. Errors: `scenario-exists`, `scenario-unwritable`.
 */
export async function saveScenario(
  original: Original,
  { workspace, file }: { workspace: string; file?: string },
  { language }: Pick<OperationContext, "language">,
): Promise<SavedFile> {
  const saved = savedScenarioOf(original, language);
  const wanted =
    file === undefined
      ? path.resolve(workspace, SCENARIO_FOLDER, stemOf(original.verdict))
      : path.resolve(workspace, file.replace(/(?:\.scenario)?\.ya?ml$/, ""));
  const names = file === undefined ? freeNames(wanted) : [wanted];
  await makeFolder(path.dirname(wanted));
  for (const name of names) {
    const place = `${name}${SCENARIO_SUFFIX}`;
    if (await writeNew(place, saved.text)) return { ...saved, file: place };
  }
  throw new ExpectedError(
    "scenario-exists",
    l10n.t("There is a file {0} already", maskStart(`${wanted}${SCENARIO_SUFFIX}`, 300)),
    l10n.t("Choose another name."),
  );
}

const stemOf = ({ outcome, cause }: Original["verdict"]): string =>
  outcome === "ok" || outcome === "unknown" || !/^[\w.-]+$/.test(cause) ? "message" : cause;

function* freeNames(name: string): Generator<string> {
  yield name;
  for (let count = 2; count <= MOST_OF_A_NAME; count++) yield `${name}-${count}`;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder, { recursive: true });
  } catch (error) {
    throw unwritable(error);
  }
}

/** False if there is such a file. */
async function writeNew(file: string, text: string): Promise<boolean> {
  try {
    await fs.writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw unwritable(error);
  }
}

const unwritable = (error: unknown) =>
  new ExpectedError(
    "scenario-unwritable",
    l10n.t("The scenario cannot be written: {0}", maskStart(messageOf(error), 300)),
    l10n.t("Name another file."),
    { cause: error },
  );
