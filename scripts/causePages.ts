import { withCommandLine } from "../src/runtime/control/ownCommand";
import { type Layer, layers } from "../src/common/layer";
import { causes } from "../src/diagnosis/causes/allCauses";
import { layerOfCause } from "../src/diagnosis/causes/cause";
import { type CauseId, causeIds } from "../src/diagnosis/causes/causeIds";
import { fixes } from "../src/diagnosis/fixes/allFixes";
import { fill } from "../src/diagnosis/texts/text";

const layerNames: Record<Layer, string> = { api: "API", queue: "SQS", worker: "Worker", provider: "Solapi" };

/**
 * The page docs/causes/<id>.md of a cause. A test compares the pages in the repository with these texts. `canInject`:
 * the local stack's fault lab can set it up.
 */
export function causePage(id: CauseId, canInject: boolean): string {
  const { means, recognise, outcome, fixes: own } = causes[id];
  const steps = own.map((fix) => {
    const command = withCommandLine(fixes[fix].command ?? "", "node dist/cli.js");
    return `- ${fill(fixes[fix].en, {})}${command ? `: \`${command}\`` : ""}`;
  });
  return [
    `# ${id}: ${causes[id].en.title}`,
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
      .map((id) => `| [${id}](${id}.md) | ${causes[id].means.replaceAll("|", "\\|")} | ${causes[id].outcome} |`),
    "",
  ]);
  return ["# Causes", "", "Every verdict names one of these. The ids are stable.", "", ...sections].join("\n");
}
