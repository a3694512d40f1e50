import { readdirSync } from "node:fs";
import path from "node:path";

/** Where the causes are: `<layer>/<room>/<layer and cause>.ts`. */
const ROOT = "src/diagnosis/causes";
const layers = ["api", "queue", "worker", "provider"];

interface CauseFile {
  /** `queueNotFound`, the file's name and its export. */
  name: string;
  /** `queue.not-found`. */
  id: string;
  /** `queue/address/queueNotFound`, from the folder of the causes. */
  module: string;
}

/** Every cause, in the order of the layers, then of its room and its name. */
export const causeFiles = (): CauseFile[] => layers.flatMap((layer) => causesIn(layer));

function causesIn(layer: string): CauseFile[] {
  const found = readdirSync(path.join(ROOT, layer), { recursive: true, encoding: "utf8" });
  const files = found.map((file) => file.replaceAll("\\", "/")).filter((file) => /^\w+\/\w+\.ts$/.test(file));
  return files.sort().flatMap((file) => {
    const name = path.basename(file, ".ts");
    if (!new RegExp(`^${layer}[A-Z]`).test(name)) return [];
    const words = name.slice(layer.length).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [{ name, id: `${layer}.${words.slice(1)}`, module: `${layer}/${file.slice(0, -".ts".length)}` }];
  });
}

const MADE = "// Made from the files beside it: `UPDATE=1 npm test -- unit/diagnosis` writes it.\n";

/** src/diagnosis/causes/causeIds.ts: it imports nothing, so that every part of the diagnosis may name causes. */
export const causeIdsSource = (files: readonly CauseFile[]): string =>
  `${MADE}
export const causeIds = [
${files.map(({ id }) => `  "${id}",`).join("\n")}
] as const;
export type CauseId = (typeof causeIds)[number];
`;

/** src/diagnosis/causes/allCauses.ts. */
export const allCausesSource = (files: readonly CauseFile[]): string => {
  const imports = [
    ...files.map(({ name, module }) => [`./${module}`, `import { ${name} } from "./${module}";`] as const),
    ["./cause", 'import type { Cause } from "./cause";'] as const,
    ["./causeIds", 'import type { CauseId } from "./causeIds";'] as const,
  ];
  return `${MADE}
${imports.map(([, line]) => line).join("\n")}

export const causes: Readonly<Record<CauseId, Cause>> = {
${files.map(({ name, id }) => `  "${id}": ${name},`).join("\n")}
};
`;
};
