import { withCommandLine } from "../src/runtime/control/ownCommand";
import {
  type CauseId,
  type Layer,
  causeData,
  causeIds,
  fixCommands,
  layerOfCause,
  layers,
} from "../src/diagnosis/causes";
import { en } from "../src/diagnosis/texts/en";
import { fill } from "../src/diagnosis/texts/text";

const layerNames: Record<Layer, string> = { api: "API", queue: "SQS", worker: "Worker", provider: "Solapi" };

/**
 * The page docs/causes/<id>.md of a cause. A test compares the pages in the repository with these texts. `canInject`:
 * the local stack's fault lab can set it up.
 */
export function causePage(id: CauseId, canInject: boolean): string {
  const { means, recognise, outcome, fixes } = causeData(id);
  const steps = fixes.map((fix) => {
    const command = withCommandLine(fixCommands[fix] ?? "", "node dist/cli.js");
    return `- ${fill(en.fixes[fix] ?? fix, {})}${command ? `: \`${command}\`` : ""}`;
  });
  return [
    `# ${id}: ${en.causes[id].title}`,
    "",
    `Layer: ${layerNames[layerOfCause(id)]} · outcome: ${outcome}`,
    "",
    "## Meaning",
    "",
    means,
    "",
    "## How to recognise it",
    "",
    recognise,
    "",
    "## Fix",
    "",
    ...steps,
    "",
    "## Reproduce here",
    "",
    ...(canInject ? reproduction(id) : [NOT_INJECTED]),
    "",
  ].join("\n");
}

const reproduction = (id: CauseId) => [
  "With the local stack up (`node dist/cli.js up`):",
  "",
  `    node dist/cli.js fault inject ${id}`,
  "    node dist/cli.js diagnose --send",
  "    node dist/cli.js fault clear",
];

const NOT_INJECTED =
  "The local stack cannot be brought into it: it needs a backend of another generation, real accounts, or a state that " +
  "this worker does not have. The rule's tests show evidence of it.";

/** docs/causes/README.md: every cause, by layer. */
export function causeIndex(): string {
  const sections = layers.flatMap((layer) => [
    `## ${layerNames[layer]}`,
    "",
    "| cause | meaning | outcome |",
    "|---|---|---|",
    ...causeIds
      .filter((id) => layerOfCause(id) === layer)
      .map((id) => `| [${id}](${id}.md) | ${causeData(id).means.replaceAll("|", "\\|")} | ${causeData(id).outcome} |`),
    "",
  ]);
  return ["# Causes", "", "Every verdict names one of these. The ids are stable.", "", ...sections].join("\n");
}
