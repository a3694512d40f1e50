import { digitsOf } from "../../../common/text/digits";
import * as z from "zod";
import type { MessagePayload } from "../../queue/payload";

/** Why a body can never be handled, in the backend's own words if it has any. */
export type PayloadRejection = {
  reason: "invalid-json" | "invalid-format" | "missing-tenant";
  /** The backend's log line. */
  text: string;
  level: "warning" | "error";
};

const schema = z.object({
  tenant_id: z.coerce.number().int().positive(),
  to: z.string().regex(/\d/),
  text: z.string().min(1),
  sender: z.string().nullish().default(null),
  created_at: z.string().default(""),
  message_mode: z.enum(["sms", "alimtalk", "both"]).optional(),
  use_alimtalk_first: z.boolean().optional(),
  reservation_id: z.coerce.number().int().nullish(),
  alimtalk_replacements: z.array(z.object({ key: z.string(), value: z.coerce.string() })).nullish(),
  template_id: z.coerce.string().nullish(),
  // Part of a job's key: Postgres stores neither NUL nor a lone surrogate.
  trace_id: z
    .string()
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
    .nullish(),
});

/** The backend's words for each reason. */
export const rejectionWords: Record<PayloadRejection["reason"], string> = {
  "invalid-json": "Invalid JSON in message body",
  "invalid-format": "Invalid message format",
  "missing-tenant": "Message missing tenant_id, skipping (legacy message)",
};

/**
 * Parses the body of one SQS message. Facts of the backend: it needs `to` and `text`, then `tenant_id`; a foreign
 * producer may omit the mode, and older ones use `use_alimtalk_first` for "both".
 */
export function parsePayload(body: string): { payload: MessagePayload } | { rejection: PayloadRejection } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { rejection: { reason: "invalid-json", text: rejectionWords["invalid-json"], level: "error" } };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { rejection: rejectionOf(json, parsed.error) };
  const { reservation_id, alimtalk_replacements, template_id, trace_id, message_mode, use_alimtalk_first, ...rest } =
    parsed.data;
  return {
    payload: {
      ...rest,
      to: digitsOf(rest.to),
      message_mode: message_mode ?? (use_alimtalk_first ? "both" : "sms"),
      ...(reservation_id != null && { reservation_id }),
      ...(alimtalk_replacements != null && { alimtalk_replacements }),
      ...(template_id != null && { template_id }),
      ...(trace_id && { trace_id }), // all messages with an empty one would become one job
    },
  };
}

/** A key may be anything, too: the whole text, or a number. */
const shortKey = (key: string) => (/^[A-Za-z_][\w-]{0,39}$/.test(key) ? key : "?");

function rejectionOf(json: unknown, error: z.ZodError): PayloadRejection {
  const fields = new Set(error.issues.map((issue) => String(issue.path[0] ?? "")));
  if (fields.size === 1 && fields.has("tenant_id")) {
    return { reason: "missing-tenant", text: rejectionWords["missing-tenant"], level: "warning" };
  }
  // Keys only: the values are a phone number and a private text.
  const shape =
    typeof json === "object" && json !== null ? Object.keys(json).slice(0, 20).map(shortKey).join(",") : typeof json;
  const wrong = [...fields].filter(Boolean).join(",") || "body";
  const text = `${rejectionWords["invalid-format"]}: wrong=${wrong} keys=${shape}`;
  return { reason: "invalid-format", text, level: "error" };
}
