import { meaningOf } from "../../statusCodes";
import { scenarioNumbered, type ScenarioName } from "./scenarios";

/** Recipients with this prefix select an outcome with their last four digits. No real number has this prefix. */
export const MAGIC_PREFIX = "0100000";

const MAGIC_NUMBER = new RegExp(`^${MAGIC_PREFIX}(\\d{4})$`);

/** Codes that are not failures; only 3000 deserves a magic number: the carrier's report never comes. */
const ORDINARY = new Set(["2000", "4000"]);

export type Magic =
  /** Refused at the intake with this code. */
  | { kind: "refuse"; code: string }
  /** Accepted, then failed by Solapi or the carrier with this code; 3000: no result ever comes. */
  | { kind: "fail"; code: string }
  /** The scenario plays when the group is sent. */
  | { kind: "scenario"; name: ScenarioName };

/** The outcome that a recipient's number selects. A code specific to Kakao affects only messages sent through Kakao. */
export function magicOf(recipient: string, throughKakao: boolean): Magic | undefined {
  const code = MAGIC_NUMBER.exec(recipient)?.[1];
  if (code === undefined || ORDINARY.has(code)) return undefined;
  const scenario = scenarioNumbered(code);
  if (scenario) return { kind: "scenario", name: scenario.name };
  if (meaningOf(code).kakao && !throughKakao) return undefined;
  if (code.startsWith("1")) return { kind: "refuse", code };
  return code.startsWith("2") || code.startsWith("3") ? { kind: "fail", code } : undefined;
}
