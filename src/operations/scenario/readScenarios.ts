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
/** Folders of dependencies, whose scenarios are not this project's. */
const NOT_OURS = /(?:^|[\\/])(?:node_modules|\.git|\.venv)[\\/]/;

export interface ScenarioFile {
  /** Absolute. */
  file: string;
  scenarios: PlacedScenario[];
  problems: ScenarioProblem[];
}

/**
 * Files of scenarios: those named, those in the named folders and below, or those of the workspace. A file with
 * problems is read all the same. Errors: `scenario-not-found`, `too-many-scenarios`.
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
  if (files.length > MOST_FILES) {
    throw new ExpectedError(
      "too-many-scenarios",
      l10n.t(
        "{1} has {0} scenario files; the limit is {2}",
        files.length,
        maskStart(places.join(", "), 300),
        MOST_FILES,
      ),
      l10n.t("Name files or folders of scenarios, or none for those in {0}.", SCENARIO_FOLDER),
    );
  }
  return Promise.all(files.map(async (file) => ({ file, ...(await readScenarioFile(file)) })));
}

/** The scenarios in a file, with the names of causes checked. Never throws. */
export function scenariosIn(content: string | Uint8Array): ScenarioText {
  const text = typeof content === "string" ? content : textOf(content);
  if (text === undefined)
    return { scenarios: [], problems: [{ line: 1, message: l10n.t("The file is not UTF-8; save it as UTF-8") }] };
  const { scenarios, problems } = parseScenarios(text);
  const wrong = scenarios.flatMap(checkNames);
  const isRight = ({ scenario }: PlacedScenario) => wrong.every(({ name }) => name !== scenario.name);
  return { scenarios: scenarios.filter(isRight), problems: [...problems, ...wrong] };
}

async function readScenarioFile(file: string): Promise<ScenarioText> {
  try {
    const { size } = await fs.stat(file);
    if (size > MAX_BYTES) throw new Error(l10n.t("it has {0} bytes, {1} at most", size, MAX_BYTES));
    return scenariosIn(await fs.readFile(file));
  } catch (error) {
    return { scenarios: [], problems: [{ line: 1, message: maskStart(messageOf(error), 300) }] };
  }
}

/** Without a byte-order mark. Undefined: it is in another encoding. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function filesAt(place: string, isNamed: boolean): Promise<string[]> {
  let inside: Dirent[];
  try {
    inside = await fs.readdir(place, { withFileTypes: true, recursive: true });
  } catch (error) {
    if (codeOf(error) === "ENOTDIR") return [place];
    if (!isNamed && codeOf(error) === "ENOENT") return [];
    throw new ExpectedError(
      "scenario-not-found",
      codeOf(error) === "ENOENT"
        ? l10n.t("There is no file {0}", maskStart(place, 300))
        : l10n.t("{0} cannot be read: {1}", maskStart(place, 300), messageOf(error)),
      l10n.t("Name files or folders of scenarios, or none for those in {0}.", SCENARIO_FOLDER),
    );
  }
  const files = inside
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && entry.name.endsWith(SCENARIO_SUFFIX))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return files.filter((file) => !NOT_OURS.test(path.relative(place, file))).sort();
}
