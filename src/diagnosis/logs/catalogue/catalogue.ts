import { apiPatterns } from "./apiPatterns";
import { augustPatterns } from "./augustPatterns";
import { launchPatterns } from "./launchPatterns";
import { marchPatterns } from "./marchPatterns";
import { mentionPatterns as libraryPatterns } from "../mentions";
import { processPatterns } from "./processPatterns";
import { providerPatterns } from "./providerPatterns";
import { runtimePatterns } from "./runtimePatterns";
import { sharedPatterns } from "./sharedPatterns";
import { storePatterns } from "./storePatterns";
import type { LogPattern } from "../types";

export type { LogPattern } from "../types";

/** Texts within other lines and exceptions. */
export const mentionPatterns: readonly LogPattern[] = [
  ...libraryPatterns,
  ...processPatterns,
  ...launchPatterns,
  ...storePatterns,
  ...providerPatterns,
  ...apiPatterns,
];

/** Patterns of whole lines. If several match, the one with the most literal text counts. */
export const linePatterns: readonly LogPattern[] = [
  ...sharedPatterns,
  ...marchPatterns,
  ...augustPatterns,
  ...runtimePatterns,
];

/** Every known pattern. IDs are unique. */
export const catalogue: readonly LogPattern[] = [...linePatterns, ...mentionPatterns];

const byId = new Map(catalogue.map((pattern) => [pattern.id, pattern]));

export function patternById(id: string): LogPattern | undefined {
  return byId.get(id);
}
