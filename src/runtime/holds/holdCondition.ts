import { Environment } from "@marcbachmann/cel-js";
import { messageOf } from "../../common/errors";
import type { HoldArrival } from "./holdMessages";
import { payloadOf } from "./heldBody";

/** The names that a condition may use, with their CEL types. */
const conditionVariables = {
  tenant: "string",
  to: "string",
  text: "string",
  sender: "string",
  source: "string",
  mode: "string",
  template: "string",
  attempt: "int",
  code: "string",
  refusal: "string",
  trace: "string",
} as const;

/** A condition is a person's line; the limits keep a pasted one from costing time at each message. */
const LIMITS = { maxAstNodes: 100, maxDepth: 20, maxListElements: 50, maxMapEntries: 50, maxCallArguments: 8 };

/** Its regular expressions take more than linear time on a text made for it. */
const MATCHES = /\bmatches\s*\(/;

const NO_MATCHES = "matches() is not offered: use contains(), startsWith() or endsWith()";

const environment = new Environment({ limits: LIMITS });
for (const [name, type] of Object.entries(conditionVariables)) environment.registerVariable(name, type);

/** Undefined: the condition is valid. Otherwise what is wrong, in one line of CEL's own words. */
export function problemInCondition(condition: string): string | undefined {
  if (MATCHES.test(condition)) return NO_MATCHES;
  const { valid, type, error } = environment.check(condition);
  if (!valid) return messageOf(error).split("\n", 1)[0];
  return type === "bool" ? undefined : `the condition is a ${type}, not true or false`;
}

/** Whether the condition holds for a message. A condition that fails while it is computed does not hold. */
export function conditionOf(condition: string): (arrival: HoldArrival, tenantCode: string) => boolean {
  const run = environment.parse(condition);
  return (arrival, tenantCode) => {
    try {
      return run(contextOf(arrival, tenantCode)) === true;
    } catch {
      return false;
    }
  };
}

/** The value of any expression over the same names, as text. Throws what is wrong with it, in CEL's own words. */
export function valueOf(expression: string, arrival: HoldArrival): string {
  if (MATCHES.test(expression)) throw new Error(NO_MATCHES);
  const value: unknown = environment.evaluate(expression, contextOf(arrival, ""));
  return typeof value === "object"
    ? JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? Number(each) : each))
    : String(value);
}

function contextOf(arrival: HoldArrival, tenantCode: string): Record<keyof typeof conditionVariables, unknown> {
  const payload = payloadOf(arrival.body);
  const text = (name: string): string => {
    const value = payload[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  return {
    tenant: arrival.tenant?.code ?? tenantCode,
    to: text("to").replace(/\D/g, ""),
    text: text("text"),
    sender: arrival.sender?.number ?? text("sender").replace(/\D/g, ""),
    source: arrival.sender?.source ?? "",
    mode: text("message_mode"),
    template: text("template_id"),
    attempt: BigInt(arrival.attempt),
    code: arrival.answer?.code ?? "",
    refusal: arrival.refusal ?? "",
    trace: arrival.traceId,
  };
}
