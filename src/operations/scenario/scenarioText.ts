import * as l10n from "@vscode/l10n";
import { LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, ErrorCode, Node, ScalarTag } from "yaml";
import type * as z from "zod";
import { yamlProblem } from "../../common/errors";
import { maskStart } from "../../common/masking";
import { nearestName } from "./nearestName";
import { namesAt } from "./schemaNames";
import { A_TIME, MOST_TIME, PAST_THE_API, scenarioSchema } from "./scenarioSchema";
import type { MessageScenario } from "./scenarioSchema";

/** A scenario and where it is written. Lines count from 1. */
export interface PlacedScenario {
  scenario: MessageScenario;
  line: number;
}

/** Why a part of a file cannot be used. `name`: of the scenario that it belongs to, if known. */
export interface ScenarioProblem {
  line: number;
  message: string;
  name?: string;
}

export interface ScenarioText {
  scenarios: PlacedScenario[];
  problems: ScenarioProblem[];
}

/** Parsing takes a second for 100 KB of YAML at worst. */
const MOST_CHARACTERS = 64 * 1024;
/** More than a person reads. */
const MOST_PROBLEMS = 100;

/** One scenario for each YAML document of a text. A document with a problem is left out. Never throws. */
export function parseScenarios(text: string): ScenarioText {
  if (text.length > MOST_CHARACTERS)
    return unread(l10n.t("it has {0} characters, {1} at most: split the file", text.length, MOST_CHARACTERS));
  try {
    const { scenarios, problems } = readDocuments(text);
    return { scenarios, problems: problems.slice(0, MOST_PROBLEMS) };
  } catch (error) {
    if (error instanceof RangeError) return unread(l10n.t("it is nested too deep"));
    throw error;
  }
}

const unread = (message: string): ScenarioText => ({ scenarios: [], problems: [{ line: 1, message }] });

/** YAML takes 0212345678 and +82212345678 for numbers, without what they begin with. */
const phoneNumber: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  test: /^(?:0\d+|\+\d+)$/,
  resolve: (source) => source,
};

function readDocuments(text: string): ScenarioText {
  const lines = new LineCounter();
  const documents: readonly Document.Parsed[] = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "silent",
    merge: true,
    customTags: (tags) => [phoneNumber, ...tags],
  });
  const found: ScenarioText = { scenarios: [], problems: [] };
  if (documents.length === 0) return unread(l10n.t("There is no scenario here"));
  const seen = new Map<string, number>();
  for (const document of documents) {
    const line = lines.linePos(document.contents?.range?.[0] ?? document.range[0]).line;
    const { scenario, problems } = readDocument(document, lines, line);
    const before = scenario && seen.get(scenario.name);
    if (before !== undefined)
      problems.push({ line, message: l10n.t("This name is used in line {0} already", before), name: scenario!.name });
    if (scenario) seen.set(scenario.name, before ?? line);
    found.problems.push(...problems);
    if (scenario && problems.length === 0) found.scenarios.push({ scenario, line });
  }
  return found;
}

function readDocument(
  document: Document.Parsed,
  lines: LineCounter,
  line: number,
): { scenario?: MessageScenario; problems: ScenarioProblem[] } {
  const at = (offset: number) => lines.linePos(offset).line;
  const broken = document.errors.map(({ pos: [offset], code, message }) => ({
    line: at(offset),
    message: problemOf(code, message),
  }));
  if (broken.length > 0) return { problems: broken };
  const value = valueOf(document);
  if (value === undefined) return { problems: [{ line, message: l10n.t("A text here stands for too many others") }] };
  if (value === null) return { problems: [{ line, message: l10n.t("There is no scenario here") }] };
  const named = (value as { name?: unknown }).name;
  const name = typeof named === "string" ? { name: maskStart(named, 200) } : {};
  const { data, error } = scenarioSchema.safeParse(value);
  if (data) return { scenario: data, problems: [] };
  const problems = error.issues.flatMap((issue) => problemsOf(issue, document, at, [], line));
  return { problems: problems.map((problem) => ({ ...problem, ...name })) };
}

function problemOf(code: ErrorCode, message: string): string {
  switch (code) {
    case "RESOURCE_EXHAUSTION":
      return l10n.t("it is nested too deep");
    case "DUPLICATE_KEY":
      return l10n.t("Duplicate field");
    case "TAB_AS_INDENT":
      return l10n.t("YAML does not allow tabs for indentation; use spaces");
    default:
      return yamlProblem(message);
  }
}

/** Undefined where aliases would make it larger than any scenario is. */
function valueOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    return undefined;
  }
}

type Issue = z.core.$ZodIssue;

function problemsOf(
  issue: Issue,
  document: Document.Parsed,
  at: (offset: number) => number,
  before: readonly PropertyKey[],
  top: number,
): ScenarioProblem[] {
  const path = [...before, ...issue.path];
  const where = nameOf(document, path);
  const offset = offsetAt(document, path);
  const line = offset === undefined ? top : at(offset);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => {
      const near = nearestName(key, namesAt(path));
      const message = near
        ? l10n.t("There is no field {0} here; did you mean {1}?", maskStart(key, 60), near)
        : l10n.t("There is no field {0} here; there are: {1}", maskStart(key, 60), namesAt(path).join(", "));
      const keyAt = offsetAt(document, [...path, key]);
      return { line: keyAt === undefined ? line : at(keyAt), message };
    });
  if (issue.code === "invalid_union") {
    const branch = likeliest(issue.errors);
    if (branch) return branch.flatMap((each) => problemsOf(each, document, at, path, line));
  }
  return [{ line, message: where === "" ? sentenceOf(issue) : l10n.t("{0}: {1}", where, sentenceOf(issue)) }];
}

/** "send.text": an index only where the file has a list. */
const nameOf = (document: Document.Parsed, path: readonly PropertyKey[]): string =>
  path.filter((key, index) => typeof key !== "number" || isSeq(document.getIn(path.slice(0, index)))).join(".");

/** The branch of a union that fits best: the one whose first problem lies deepest. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depth = ([first]: readonly Issue[]) =>
    first ? first.path.length + (first.code === "invalid_type" ? 0 : 1) : -1;
  const [best] = [...branches].sort((one, other) => depth(other) - depth(one));
  return best && depth(best) > 0 ? best : undefined;
}

function sentenceOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_value":
      return l10n.t("must be one of {0}", issue.values.map(String).join(", "));
    case "invalid_type":
      return issue.message.includes("received undefined") ? l10n.t("required") : kindMeant(issue.expected);
    case "too_small":
      return Number(issue.minimum) === 1
        ? l10n.t("must not be empty")
        : l10n.t("must be {0} or more", `${issue.minimum}`);
    case "too_big":
      return l10n.t("must be {0} at most", `${issue.maximum}`);
    default:
      return ownSentence(issue.message);
  }
}

/** The sentences of the schema, in the reader's language. */
function ownSentence(message: string): string {
  switch (message) {
    case PAST_THE_API:
      return l10n.t("body goes past the API: leave this out");
    case A_TIME:
      return l10n.t("must be a time such as 5s, 300 ms or 2 min");
    case MOST_TIME:
      return l10n.t("must be more than 0 and at most 30 min");
    default:
      return maskStart(message, 200);
  }
}

function kindMeant(expected: string): string {
  switch (expected) {
    case "object":
    case "record":
      return l10n.t("must have fields");
    case "array":
      return l10n.t("must be a list");
    case "string":
      return l10n.t("must be text");
    case "boolean":
      return l10n.t("must be true or false");
    case "int":
      return l10n.t("must be a whole number");
    default:
      return l10n.t("must be a number");
  }
}

/** Where the value of a path begins, or its nearest parent; a list's first index also means a single value. */
function offsetAt(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0];
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (each) => isPair(each) && isScalar(each.key) && String(each.key.value) === String(key),
      );
      if (!pair) {
        if (typeof key === "number") continue; // one value in place of a list
        return offset;
      }
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = isNode(pair.value) ? pair.value : null;
    } else if (node && "items" in node) {
      const item: unknown = node.items[Number(key)];
      node = isNode(item) ? item : null;
      offset = node?.range?.[0] ?? offset;
    }
  }
  return offset;
}
