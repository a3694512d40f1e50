import { type CauseId, type Layer, causeData, causeIds, fixCommands, layerOfCause, layers } from "./causes";
import { en } from "./texts/en";

const layerNames: Record<Layer, string> = { api: "API", queue: "SQS", worker: "Worker", provider: "Solapi" };

/** The page docs/causes/<id>.md of a cause. The pages in the repository are these texts; a test compares them. */
export function causePage(id: CauseId): string {
  const { means, recognise, outcome, fixes } = causeData(id);
  const steps = fixes.map((fix) => {
    const command = fixCommands[fix];
    return `- ${en.fixes[fix] ?? fix}${command ? `: \`${command}\`` : ""}`;
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
    `Reproduce: \`node dist/cli.js fault inject ${id}\``,
    "",
  ].join("\n");
}

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
