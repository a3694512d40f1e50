import type { CauseId } from "../causes/causeIds";
import type { Facts } from "../facts";
import { clip, excerptAt, sentence } from "../logLines";
import type { Sign } from "../logs/types";
import { type ToldSign, isSaidIn, toldIn, wordsOf } from "../signs";
import { upstreamValues } from "./apiAnswer";
import type { Rule, RuleHit } from "./rule";
import { creationFixes } from "./worker/startAdvice";

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

export const apiSignRules = (cause: CauseId, ...signs: readonly ApiSign[]): Rule[] =>
  signs.map((sign) => signRule(cause, sign));

/** For the API's log alone: its last line about a server or proxy that did not answer. */
const signRule = (cause: CauseId, sign: ApiSign): Rule => ({
  id: `${cause}/${sign}`,
  cause,
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
      ...(cause === "api.unreachable" && { fixes: creationFixes(said) }),
      ...(cause === "api.gateway" && isSaidIn(said, "reached-before-failure") && afterHandling),
      values: {
        ...(cause === "api.unreachable" && { variant: "down" }),
        error: cause === "api.unreachable" ? whyDown(facts, said) : clip(said, 160),
        ...(cause === "api.rate-limited" && { detail: clip(said, 160) }),
        ...(cause === "api.gateway" && sign === "api-unreached" && upstreamValues(facts)),
      },
    };
  },
});

/** The request had reached the API. */
const afterHandling: Pick<RuleHit, "fixes" | "notes"> = { fixes: ["check-before-resend"], notes: ["handled-perhaps"] };

/** An exception of the start says more than that it failed. */
function whyDown({ api }: Facts, said: string): string {
  const thrown = api?.findLast(({ record }) => record.exception)?.record.exception;
  return thrown ? sentence(`${thrown.type}: ${thrown.message}`) : sentence(said);
}

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
