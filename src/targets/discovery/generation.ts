import { generationFacts } from "../version/versionProfile";
import type { Generation } from "../version/versionProfile";
import type { Candidate, Place } from "./discovery";
import type { WorkspaceSources } from "./workspaceFiles";

const generations = Object.keys(generationFacts) as Generation[];

const generationOfQueue = (name: string) =>
  generations.find((generation) => generationFacts[generation].queueName === name);

export interface FoundGeneration {
  value: Generation;
  signs: { sign: string; at: Place }[];
}

/** Told by where the messaging app lies and by the queue's usual names. Undefined without a sign, or with both. */
export function generationOf(
  { appFolders }: Pick<WorkspaceSources, "appFolders">,
  queueNames: readonly Candidate[],
): FoundGeneration | undefined {
  const signs = [
    ...appFolders.map((folder) => ({
      value: folder.endsWith("domains/messaging") ? ("2026-08" as const) : ("2026-03" as const),
      sign: folder,
      at: { file: folder, line: 1 },
    })),
    ...queueNames.flatMap(({ value: name, at }) => {
      const value = generationOfQueue(name);
      return value && at ? [{ value, sign: name, at }] : [];
    }),
  ];
  const [first] = signs;
  if (!first || signs.some(({ value }) => value !== first.value)) return undefined;
  return { value: first.value, signs: signs.map(({ sign, at }) => ({ sign, at })) };
}
