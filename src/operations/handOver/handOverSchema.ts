import * as z from "zod";
import { outcomes } from "../../diagnosis/outcome";
import { layers } from "../../common/layer";
import { parseEvidence } from "../../diagnosis/evidence";

/** Longer texts are none of ours. */
const text = z.string().max(100_000);
const at = z.number();
const confidence = z.number();
const layer = z.enum(layers);
const place = layer.nullable();
const outcome = z.enum(outcomes);

const fix = z.object({ id: text, title: text, command: text.optional() });
const told = { layer: place, outcome, cause: text };

const finding = z.object({
  ...told,
  confidence,
  title: text,
  explanation: text,
  evidence: z.array(z.object({ source: text, line: z.number().optional(), excerpt: text })),
  fixes: z.array(fix),
  needs: z.array(text),
});

const diagnosis = z.object({
  version: z.literal(1),
  verdict: finding,
  layers: z.array(z.object({ layer, status: z.enum(["ok", "blocked", "degraded", "unknown", "not-reached"]) })),
  findings: z.array(finding),
});

const group = z.object({
  ...told,
  title: text,
  explanation: text,
  count: z.number().int().min(0),
  fixes: z.array(fix),
  differs: z.array(z.object({ field: text, value: text, inGroup: z.number(), elsewhere: z.number() })),
  first: at,
  last: at,
  samples: z.array(text),
  changed: z.array(z.object({ what: text, at: at.optional() })).optional(),
});

/** Drawn by the trace's page, which takes any event for what its type says. */
const step = z.looseObject({ at });

const message = z.object({
  ...told,
  id: text,
  at,
  tenant: text.optional(),
  to: text.optional(),
  student: z.number().optional(),
  type: text.optional(),
  confidence,
  matched: text,
  sightings: z.array(step.extend({ kind: z.enum(["answer", "silence", "put", "row", "record"]) })).optional(),
});

const trace = z.object({
  traceId: text,
  messageId: text.optional(),
  tenantCode: text.optional(),
  to: text.optional(),
  state: text,
  startedAt: at,
  updatedAt: at,
  events: z.array(step.extend({ type: text, seq: z.number(), details: z.record(z.string(), z.unknown()) })),
});

/** What is read from a hand-over: foreign text, even where its digest is right. */
export const handOverSchema = z.object({
  madeAt: at,
  versions: z.object({ product: text, node: text, platform: text }),
  environment: text,
  inquiry: z.object({
    version: z.literal(1),
    window: z.object({ from: at, until: at }),
    total: z.number().int().min(0),
    groups: z.array(group).max(10_000),
    messages: z.array(message).max(1_000_000),
    looked: z.array(z.object({ part: text, from: at, until: at, complete: z.boolean(), note: text })),
  }),
  cases: z
    .array(z.object({ id: text, diagnosis, evidence: z.unknown().transform(parseEvidence), trace: trace.optional() }))
    .max(10_000),
});
