import type { Facts } from "../facts";
import { excerptAt } from "../logLines";
import type { Sign } from "../logs/types";
import { type ToldSign, toldIn, wordsOf } from "../signs";
import type { Rule, RuleHit } from "./rule";

/** Signs in the API's log that say by themselves why a request got no answer. */
const apiSigns = [
  "api-not-started",
  "api-unreached",
  "api-slow",
  "api-limited",
  "process-ended",
  "restarting",
  "command-unusable",
  "not-created",
  "killed-for-memory",
] as const satisfies readonly Sign[];
type ApiSign = (typeof apiSigns)[number];

/** What else the line says, given its words. */
type More = (facts: Facts, said: string, sign: ApiSign) => Partial<RuleHit>;

/** For the API's log alone: its last line about a server or proxy that did not answer has one of these signs. */
export const apiSignRules = (signs: readonly ApiSign[], more?: More): Rule[] =>
  signs.map((sign) => ({
    id: sign,
    evaluate(facts) {
      const { answer, reach } = facts;
      if (answer.status !== undefined || answer.error || (reach !== undefined && reach !== "api")) return undefined;
      const last = latest(facts);
      if (last?.sign !== sign) return undefined;
      const said = wordsOf(last);
      return {
        confidence: 0.8,
        basis: "message",
        evidence: [{ ...excerptAt("api.logs", said), line: last.line.record.line }],
        ...more?.(facts, said, sign),
      };
    },
  }));

/** By time if the lines have one: two logs may be pasted one after the other. */
function latest({ api }: Facts): ToldSign | undefined {
  const told = apiSigns.flatMap((sign) => toldIn(api, sign));
  told.sort((one, other) => (one.line.at ?? 0) - (other.line.at ?? 0) || one.line.line - other.line.line);
  const [before, last] = told.slice(-2);
  if (!before || !last) return before;
  return before.sign === "api-slow" && last.sign === "api-unreached" && isSameProcess(before, last) ? before : last;
}

/** A server ends its own process when a request takes too long. */
const isSameProcess = (one: ToldSign, other: ToldSign) => {
  const { pid } = one.line.record.values;
  return pid !== undefined && pid === other.line.record.values["pid"];
};
