import type { PlatformKind } from "../logs/exports/platform";
import { accessFixes } from "./accessFixes";
import type { KnownFix } from "./knownFix";
import { handlingFixes } from "./handlingFixes";
import { networkFixes } from "./networkFixes";
import { processFixes } from "./processFixes";
import { providerFixes } from "./providerFixes";
import { queueFixes } from "./queueFixes";
import { requestFixes } from "./requestFixes";
import { storeFixes } from "./storeFixes";

const all = {
  ...requestFixes,
  ...queueFixes,
  ...accessFixes,
  ...networkFixes,
  ...processFixes,
  ...handlingFixes,
  ...storeFixes,
  ...providerFixes,
};

export type FixId = keyof typeof all;
export const fixes: Readonly<Record<FixId, KnownFix>> = all;

/** The commands that may carry out a fix, the better one first. One about a container is Docker's own. */
export function commandsOf(id: FixId, platform: PlatformKind | undefined): string[] {
  const { command, platforms } = fixes[id];
  const isElsewhere = platform !== undefined && platform !== "docker" && platform !== "compose";
  const usual = isElsewhere && command?.startsWith("docker ") ? undefined : command;
  return [usual, platform && platforms?.[platform]?.command].filter((one) => one !== undefined);
}
