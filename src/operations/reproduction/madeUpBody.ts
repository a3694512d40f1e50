import { SEEDED_TENANT_ID } from "../../runtime/store/seed";
import type { MessagePayload } from "../../runtime/queue/payload";
import { newTraceId } from "../../runtime/api/traceIds";
import { madeUpNumber, madeUpText } from "./madeUpText";

/** The fields of a queue's message that have the type they should; undefined if it is no JSON object. */
export function payloadIn(body: string): Partial<MessagePayload> | undefined {
  const value = objectIn(body);
  if (!value) return undefined;
  const isText = (name: string) => typeof value[name] === "string";
  return {
    ...(isText("to") && { to: value["to"] as string }),
    ...(isText("text") && { text: value["text"] as string }),
    ...(isText("sender") && { sender: value["sender"] as string }),
    ...(isText("template_id") && { template_id: value["template_id"] as string }),
    ...(isMode(value["message_mode"]) && { message_mode: value["message_mode"] }),
  };
}

const isMode = (value: unknown): value is MessagePayload["message_mode"] =>
  value === "sms" || value === "alimtalk" || value === "both";

/**
 * A queue's message of the same shape: the same known fields with the same types, made-up values, the sample tenant,
 * and a trace id of its own. Fields that the worker does not know keep neither name nor value.
 */
export function madeUpBody(body: string): string {
  const value = objectIn(body);
  if (!value) return madeUpText(body);
  const made = Object.entries(value).flatMap(([name, each], index): [string, unknown][] => {
    if (name === "trace_id") return [];
    return known.has(name) ? [[name, madeUpValue(name, each)]] : [[`field_${index}`, madeUp(each)]];
  });
  return JSON.stringify({ ...Object.fromEntries(made), trace_id: newTraceId(new Set()) });
}

const known = new Set<string>([
  ...["tenant_id", "to", "text", "sender", "created_at", "message_mode"],
  ...["use_alimtalk_first", "alimtalk_replacements", "template_id"],
]);

function madeUpValue(name: string, value: unknown): unknown {
  if (name === "tenant_id") return typeof value === "number" && value > 0 ? SEEDED_TENANT_ID : madeUp(value);
  if (typeof value !== "string") return madeUp(value);
  if (name === "to" || name === "sender") return madeUpNumber(value);
  if (name === "message_mode") return isMode(value) ? value : madeUpText(value);
  if (name === "created_at") return Number.isNaN(Date.parse(value)) ? madeUpText(value) : new Date().toISOString();
  return madeUpText(value);
}

/** Any value of JSON, with the same types, lengths and nesting. */
function madeUp(value: unknown): unknown {
  if (typeof value === "string") return madeUpText(value);
  if (typeof value === "number") return value < 0 ? -1 : value > 0 ? 1 : 0;
  if (Array.isArray(value)) return value.map(madeUp);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each], index) => [
      /^(?:key|value)$/.test(name) ? name : `field_${index}`,
      madeUp(each),
    ]),
  );
}

function objectIn(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
