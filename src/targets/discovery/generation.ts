import type { Candidate, Generation, Place } from "./discovery";
import type { WorkspaceSources } from "./workspaceFiles";

const QUEUES: Readonly<Record<string, Generation>> = {
  "academy-messaging-jobs": "2026-03",
  "academy-v1-messaging-queue": "2026-08",
};

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
      const value = QUEUES[name];
      return value && at ? [{ value, sign: name, at }] : [];
    }),
  ];
  const [first] = signs;
  if (!first || signs.some(({ value }) => value !== first.value)) return undefined;
  return { value: first.value, signs: signs.map(({ sign, at }) => ({ sign, at })) };
}
