import { augustPatterns } from "./augustPatterns";
import { marchPatterns } from "./marchPatterns";
import { mentionPatterns } from "../mentions";
import { runtimePatterns } from "./runtimePatterns";
import { sharedPatterns } from "./sharedPatterns";
import type { LogPattern } from "../types";

export type { LogPattern } from "../types";
export { mentionPatterns };

/** Patterns of whole lines. Of several that fit, the one with the most literal text counts. */
export const linePatterns: readonly LogPattern[] = [
  ...sharedPatterns,
  ...marchPatterns,
  ...augustPatterns,
  ...runtimePatterns,
];

/** Every known pattern; ids are unique. */
export const catalogue: readonly LogPattern[] = [...linePatterns, ...mentionPatterns];

const byId = new Map(catalogue.map((pattern) => [pattern.id, pattern]));

export function patternById(id: string): LogPattern | undefined {
  return byId.get(id);
}
