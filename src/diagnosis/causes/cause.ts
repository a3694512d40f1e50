import type { Layer } from "../../common/layer";
import type { FixId } from "../fixes/allFixes";
import type { VerdictOutcome } from "../outcome";
import type { Rule } from "../rules/rule";
import type { CauseId } from "./causeIds";

/**
 * One entry of the vocabulary of verdicts: everything that the diagnosis knows about a cause. Its fault, if the local
 * stack can be brought into it, is in src/runtime/faults.
 */
export interface Cause {
  /** Stable: JSON output, the settings that silence findings, and links use it. The file's name is made of it. */
  id: CauseId;
  outcome: Exclude<VerdictOutcome, "ok" | "unknown">;
  /** Specificity within a layer, higher wins. 0: nothing better is known; 9: the exact cause. */
  rank: number;
  /** One English sentence for the cause's page. */
  means: string;
  /** The evidence that identifies the cause, for the cause's page. */
  recognise: string;
  /** In the order to try them. */
  fixes: readonly FixId[];
  /** The parts of the evidence that would make the cause certain. */
  needs?: readonly string[];
  en: CauseTexts;
  ko: CauseTexts;
  rules: readonly Rule[];
}

/** `{hole}` takes a value; a part in square brackets is left out when one of its holes has none (texts/text.ts). */
export interface CauseText {
  /** A short statement; only that of another system has holes. */
  title: string;
  explanation: string;
  /** The title where only some recipients are concerned. */
  partialTitle?: string;
}

export interface CauseTexts extends CauseText {
  /** Where a line says something more special: a rule names one in the value `variant`. */
  variants?: Readonly<Record<string, CauseText>>;
  /** Of a provider other than Solapi, or a broker other than SQS. `{system}` is the name that the evidence shows. */
  elsewhere?: CauseText;
}

export const layerOfCause = (id: CauseId): Layer => id.slice(0, id.indexOf(".")) as Layer;
