import type { Diagnosis } from "../diagnosis";
import { type Language, textsIn } from "./findingText";
import { type UntellingLog, untellingLog } from "../logs/givenLog";
import type { ParsedLog } from "../logs/types";

/** Where the verdict is open although the worker's log was given: says what that log is. Any other diagnosis is left. */
export function withUndecidedLog(diagnosis: Diagnosis, worker: ParsedLog | undefined, language: Language): Diagnosis {
  const { verdict } = diagnosis;
  const untelling = verdict.outcome === "unknown" && worker ? untellingLog(worker) : undefined;
  if (!untelling) return diagnosis;
  const explanation = `${textsIn(language).report[wordOf[untelling]]} ${verdict.explanation}`;
  return { ...diagnosis, verdict: { ...verdict, explanation } };
}

const wordOf = {
  empty: "log-empty",
  binary: "log-binary",
  foreign: "log-foreign",
  idle: "log-idle",
} as const satisfies Record<UntellingLog, string>;
