import type { Dirent } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import { maskStart } from "../../common/masking";
import { checkNames } from "./scenarioNames";
import { parseScenarios } from "./scenarioText";
import type { PlacedScenario, ScenarioProblem, ScenarioText } from "./scenarioText";

/** Where scenarios are looked for, below a workspace. */
export const SCENARIO_FOLDER = ".messaging";
export const SCENARIO_SUFFIX = ".scenario.yaml";

/** A larger file is none of scenarios. */
const MAX_BYTES = 1024 * 1024;
const MOST_FILES = 1_000;

export interface ScenarioFile {
  /** Absolute. */
  file: string;
  scenarios: PlacedScenario[];
  problems: ScenarioProblem[];
}

/**
 * Files of scenarios: those named, those in the named folders and below, or those of the workspace. A file with
 * problems is read all the same. Errors: `scenario-not-found`.
 */
export async function readScenarios(workspace: string, named: readonly string[]): Promise<ScenarioFile[]> {
  const places = named.length > 0 ? named : [SCENARIO_FOLDER];
  const found = await Promise.all(places.map((place) => filesAt(path.resolve(workspace, place), named.length > 0)));
  const files = [...new Set(found.flat())];
  if (files.length === 0) {
    throw new ExpectedError(
      "scenario-not-found",
      l10n.t("There are no scenarios in {0}", maskStart(places.join(", "), 300)),
      l10n.t("Their names end with {0}.", SCENARIO_SUFFIX),
    );
  }
  return Promise.all(files.slice(0, MOST_FILES).map(async (file) => ({ file, ...(await readScenarioFile(file)) })));
}

/** The scenarios in the text of a file, with the names of causes checked. */
export function scenariosIn(text: string): ScenarioText {
  const { scenarios, problems } = parseScenarios(text);
  const wrong = scenarios.flatMap(checkNames);
  const isRight = ({ scenario }: PlacedScenario) => wrong.every(({ name }) => name !== scenario.name);
  return { scenarios: scenarios.filter(isRight), problems: [...problems, ...wrong] };
}

async function readScenarioFile(file: string): Promise<ScenarioText> {
  try {
    const { size } = await fs.stat(file);
    if (size > MAX_BYTES) throw new Error(l10n.t("it has {0} bytes, {1} at most", size, MAX_BYTES));
    return scenariosIn((await fs.readFile(file, "utf8")).replace(/^\uFEFF/, ""));
  } catch (error) {
    return { scenarios: [], problems: [{ line: 1, message: maskStart(messageOf(error), 300) }] };
  }
}

async function filesAt(place: string, isNamed: boolean): Promise<string[]> {
  let inside: Dirent[];
  try {
    inside = await fs.readdir(place, { withFileTypes: true, recursive: true });
  } catch (error) {
    if (codeOf(error) === "ENOTDIR") return [place];
    if (!isNamed) return [];
    throw new ExpectedError(
      "scenario-not-found",
      l10n.t("There is no file {0}", maskStart(place, 300)),
      l10n.t("Name files or folders of scenarios, or none for those in {0}.", SCENARIO_FOLDER),
    );
  }
  return inside
    .filter((entry) => entry.isFile() && entry.name.endsWith(SCENARIO_SUFFIX))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
