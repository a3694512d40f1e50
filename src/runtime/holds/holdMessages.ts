import * as z from "zod";
import { layers } from "../../common/layer";
import { callFrame } from "../server/callFrames";
import { holdPoints } from "./holdPoint";

/** What of a message may be changed while it is held: digits for numbers, template variables by name. */
export const holdEdits = z.object({
  text: z.string().optional(),
  to: z.string().optional(),
  sender: z.string().optional(),
  variables: z.record(z.string(), z.string()).optional(),
});
export type HoldEdits = z.output<typeof holdEdits>;

const source = z.enum(["payload", "Tenant.messaging_sender", "SOLAPI_SENDER"]);

/** As a participant: the worker that the stack itself starts. */
export const STACKS_WORKER = "worker";

/** A message at a point, with what its layer knows of it. Numbers are in full: whoever shows them masks them. */
export const holdArrival = z.object({
  point: z.enum(holdPoints),
  layer: z.enum(layers),
  traceId: z.string(),
  messageId: z.string().optional(),
  /** Who handles it: STACKS_WORKER, "queue", or a program of the user's own by its client's name. */
  participant: z.string(),
  /** The lines of the user's code that do it, the innermost first. */
  frames: z.array(callFrame).optional(),
  /** The payload, as JSON. */
  body: z.string(),
  /** Its receive count; 0 before the first receive. */
  attempt: z.number(),
  receiptHandle: z.string().optional(),
  sentAt: z.number().optional(),
  sender: z.object({ number: z.string(), source }).optional(),
  /** In the order in which they are tried. */
  candidates: z.array(z.object({ source, number: z.string() })).optional(),
  tenant: z.object({ id: z.number(), code: z.string(), messagingSender: z.string(), kakaoPfId: z.string() }).optional(),
  /** What goes to the provider, as JSON. */
  request: z.string().optional(),
  /** What the provider answered. */
  answer: z.object({ outcome: z.string(), code: z.string(), message: z.string(), groupId: z.string() }).optional(),
  /** Why it is refused. */
  refusal: z.string().optional(),
});
export type HoldArrival = z.output<typeof holdArrival>;

/**
 * How a message leaves a point. `stop`: whoever handles it ends, so the message goes back to where it would be found
 * again. `answer`: as if the provider had answered that.
 */
export const holdDeparture = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("go"), edits: holdEdits.optional() }),
  z.object({ kind: z.literal("drop"), reason: z.string() }),
  z.object({
    kind: z.literal("answer"),
    edits: holdEdits.optional(),
    outcome: z.enum(["accepted", "refused", "failed", "ambiguous"]),
    code: z.string(),
    message: z.string(),
  }),
  z.object({ kind: z.literal("stop") }),
]);
export type HoldDeparture = z.output<typeof holdDeparture>;

/** A debugger's order for a held message. `step`: hold it again at its next point. */
export const holdOrder = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("continue") }),
  z.object({ kind: z.literal("step") }),
  z.object({ kind: z.literal("drop"), reason: z.string().min(1).max(200) }),
  z.object({ kind: z.literal("answer"), code: z.string().min(1).max(60) }),
]);
export type HoldOrder = z.output<typeof holdOrder>;

/** A point at which to hold, with a condition in CEL. */
export const holdRule = z.object({ point: z.enum(holdPoints), condition: z.string().max(1_000).optional() });
export type HoldRule = z.output<typeof holdRule>;

/** A held message as a debugger sees it. Times are milliseconds since the Unix epoch. */
export const heldMessage = holdArrival.extend({
  id: z.string(),
  heldAt: z.number(),
  why: z.enum(["point", "refusal", "step"]),
  /** What is left of its visibility timeout, which stands still. */
  visibleForMs: z.number().optional(),
});
export type HeldMessage = z.output<typeof heldMessage>;

/** What a debugger is told, as it happens. `full`: so many messages are held that others pass. */
export const holdNews = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("held"), held: heldMessage }),
  /** It is no longer held. `lost`: the process that held it ended; it comes again. */
  z.object({ kind: z.literal("gone"), id: z.string(), traceId: z.string(), how: z.enum(["left", "lost"]) }),
  z.object({ kind: z.literal("full"), most: z.number() }),
]);
export type HoldNews = z.output<typeof holdNews>;
