import { refusals, isRefusal } from "../answers/refusals";
import type { Facts } from "../facts";
import { type Excerpt, clip, excerptAt, excerptOfTold, sentence } from "../logLines";
import { lastTold, toldIn } from "../signs";
import type { Values } from "../texts/text";
import type { Rule } from "./rule";

export function answerEvidence({ answer }: Facts): Excerpt[] {
  if (answer.logged) return [answer.logged];
  if (answer.status === undefined && !answer.detail && !answer.text) return [];
  return [excerptAt("api", `${answer.status ?? ""} ${clip(answer.detail || answer.text)}`.trim())];
}

export function answerValues({ answer, evidence }: Facts): Values {
  const { request, tenant } = evidence;
  return {
    status: answer.status,
    detail: sentence(answer.detail || answer.text),
    code: answer.codes[0],
    tenant: tenant?.code,
    mode: request?.message_mode,
    students: request?.student_ids?.slice(0, 5).join(", "),
    template: request?.template_id,
    sendTo: request?.send_to,
    seconds: answer.elapsedMs === undefined ? undefined : Math.round(answer.elapsedMs / 100) / 10,
  };
}

export const refusalRules: readonly Rule[] = refusals.map((refusal) => ({
  id: `${refusal.cause}/${refusal.id}`,
  cause: refusal.cause,
  evaluate(facts) {
    if (!isRefusal(facts.answer, refusal)) return undefined;
    const { cause, confidence = 0.95 } = refusal;
    const isAlimtalk = cause === "api.sender-empty" && facts.evidence.request?.message_mode === "alimtalk";
    const tenant = facts.evidence.tenant;
    const isContradicted = cause === "api.sender-empty" && (tenant?.messaging_sender ?? "") !== "";
    const evidence = answerEvidence(facts);
    if (cause === "api.sender-empty" && tenant?.messaging_sender !== undefined)
      evidence.push(excerptAt("tenant.messaging_sender", tenant.messaging_sender || '""'));
    const unreached = cause === "api.gateway" ? whyUnreached(facts) : [];
    evidence.push(...unreached);
    const isReached = cause === "api.gateway" && isHandledPerhaps(facts);
    return {
      confidence: isContradicted ? 0.75 : confidence,
      basis: "message",
      evidence,
      values: {
        ...answerValues(facts),
        ...(cause === "api.sender-empty" && tenant?.messaging_sender !== "" && { tenant: undefined }),
        ...(isAlimtalk && { alimtalk: "alimtalk" }),
        ...(cause === "api.gateway" && upstreamValues(facts)),
      },
      ...(isReached && { notes: ["handled-perhaps"] as const, fixes: ["check-before-resend"] as const }),
    };
  },
}));

/** After a time-out at the proxy, or a connection that broke, the API may have done its work. */
const isHandledPerhaps = ({ answer, api }: Facts) =>
  answer.status === 504 || answer.status === 524 || lastTold(api, "reached-before-failure") !== undefined;

/** The address at which the proxy found nobody. */
export function upstreamValues({ api }: Facts): Values {
  const upstream = lastTold(api, "upstream-refused")?.values["upstream"];
  return upstream === undefined ? {} : { upstream, variant: "refused" };
}

const UNREACHED_LINES = 3;
const whyUnreached = ({ api }: Facts) => toldIn(api, "request-unreached").slice(0, UNREACHED_LINES).map(excerptOfTold);
