import type { Candidate, Discovery, Place, ProposedEnvironment } from "../../../../src/targets/discovery/discovery";

/** A discovery as lines, to compare with what a person would write down. */
export const shown = ({ environments, notes }: Discovery): string[] => [
  ...environments.flatMap(shownEnvironment),
  ...notes.map(({ sentence, at }) => `note ${sentence}${placed(at)}`),
];

const shownEnvironment = ({ name, values, missing, secrets, notes, version }: ProposedEnvironment): string[] => [
  `[${name}]${version.generation ? ` ${version.generation}: ${version.signs.map(({ what }) => what).join("; ")}` : ""}`,
  ...values.map(({ path, alternatives, ...value }) =>
    [`${path} = ${candidate(value)}`, ...alternatives.map((each) => `or ${candidate(each)}`)].join(" "),
  ),
  ...missing.map((path) => `missing ${path}`),
  ...secrets.map(({ variable, isSet, at }) => `secret ${variable} ${isSet ? "set" : "empty"}${placed(at)}`),
  ...notes.map(({ sentence, at }) => `note ${sentence}${placed(at)}`),
];

const candidate = ({ value, certainty, at }: Candidate<string | boolean>) => `${value} (${certainty}${placed(at)})`;

const placed = (at: Place | undefined) => (at ? ` ${at.file}:${at.line}` : "");
