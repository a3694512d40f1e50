import * as z from "zod";
import { holdEdits, holdOrder, holdRule } from "../../holds/holdMessages";

/** The control server's input: bodies, queries and path parameters. Numbers in a query arrive as text. */
export const stackRequests = {
  page: z.object({
    afterId: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(5_000).default(100),
  }),
  since: z.object({ since: z.coerce.number().int().min(0).default(0) }),
  archive: z.object({
    from: z.coerce.number().default(0),
    until: z.coerce.number().default(Number.MAX_SAFE_INTEGER),
    tenant: z.string().optional(),
    student: z.coerce.number().int().optional(),
    students: z
      .string()
      .max(10_000)
      .transform((list) => list.split(","))
      .optional(),
    to: z
      .string()
      .regex(/^\d{1,20}$/)
      .optional(),
    id: z.string().max(200).optional(),
    after: z
      .string()
      .regex(/^\d+:\d+$/)
      .optional(),
    withBodies: z.stringbool().optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(500),
  }),
  byId: z.object({ id: z.string() }),
  byCode: z.object({ code: z.string() }),
  ofTenant: z.object({ code: z.string().optional() }),
  ofTrace: z.object({ traceId: z.string().optional() }),
  readings: z.object({ tenant: z.string() }),
  logs: z.object({ source: z.enum(["worker", "api"]) }),
  setSender: z.object({ expected: z.string(), value: z.string() }),
  studentSearch: z.object({
    search: z.string().max(200).default(""),
    limit: z.coerce.number().int().min(1).max(5_000).default(100),
  }),
  students: z.object({
    students: z.array(
      z.object({
        id: z.number().int().positive(),
        name: z.string(),
        phone: z.string().nullable(),
        parentPhone: z.string().nullable(),
      }),
    ),
  }),
  caseSettings: z.object({
    messagingSender: z.string().max(20).optional(),
    creditBalance: z.number().optional(),
    messagingIsActive: z.boolean().optional(),
    recipient: z.string().max(20).optional(),
    templateBody: z.string().optional(),
    workerVariables: z.record(z.string(), z.string()).optional(),
  }),
  unanswered: z.object({
    tenantCode: z.string().max(200),
    studentIds: z.array(z.number().int()).max(100_000),
    mode: z.enum(["sms", "alimtalk", "both"]).optional(),
    sentAt: z.number(),
    elapsedMs: z.number(),
    code: z.string().max(100),
    message: z.string().max(1_000),
  }),
  body: z.object({ body: z.string().min(1) }),
  peek: z.object({
    part: z.enum(["ready", "in-flight", "delayed", "dead"]),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
  redrive: z.object({ messageIds: z.array(z.string()).optional() }),
  holdRules: z.object({ rules: z.array(holdRule).max(100) }),
  holdEdits,
  holdOrder,
  worker: z.object({ action: z.enum(["start", "stop", "restart", "kill"]) }),
};
