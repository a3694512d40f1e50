import * as z from "zod";
import type { ArchivePage, ArchivedMessage, ArchivedSummary, SummaryPage } from "../../archive/archivedMessage";
import { heldMessage, holdNews } from "../../holds/holdMessages";
import { layers } from "../../message/messageEvents";
import type { MessageTrace } from "../../message/messageTrace";
import type { InboxMessage } from "../../provider/sandbox/messages/inbox";
import type { PeekedMessage, Redriven } from "../../queue/queueServer";
import type { LogLine } from "../../stack/lineBuffer";
import type { FaultSummary, LogRow, SendRequest, StackChange, TenantRecord, TenantSummary } from "../stackContract";
import { sequencedEvent } from "./messageEventSchemas";
import { stackReadings } from "./readingsSchema";
import { schemaOf } from "./schemaOf";
import { sightingSchema } from "./sightingSchema";
import { stackSnapshot, traceState } from "./snapshotSchema";

const trace = schemaOf<MessageTrace>()(
  z.object({
    traceId: z.string(),
    messageId: z.string().optional(),
    tenantCode: z.string().optional(),
    to: z.string().optional(),
    state: traceState,
    startedAt: z.number(),
    updatedAt: z.number(),
    events: z.array(sequencedEvent),
    sightings: z.array(sightingSchema).readonly().optional(),
  }),
);

/** What a message's body says of it. */
const content = {
  mode: z.enum(["sms", "alimtalk", "both"]).optional(),
  type: z.enum(["SMS", "LMS", "ATA"]).optional(),
  bytes: z.number().optional(),
  template: z.string().optional(),
};

const archived = schemaOf<ArchivedMessage>()(
  z.object({
    trace,
    requestId: z.string().optional(),
    studentId: z.number().optional(),
    ...content,
    silence: z.object({ elapsedMs: z.number(), code: z.string(), message: z.string() }).optional(),
    body: z.string().optional(),
    apiLines: z.array(z.string()),
    workerLines: z.array(z.string()),
  }),
);

const pageOfArchive = {
  total: z.number().optional(),
  next: z.string().optional(),
  keptSince: z.number(),
  isPruned: z.boolean(),
};

const archivePage = schemaOf<ArchivePage>()(z.object({ ...pageOfArchive, messages: z.array(archived) }));

const summary = schemaOf<ArchivedSummary>()(
  z.object({
    id: z.string(),
    at: z.number(),
    tenant: z.string().optional(),
    to: z.string().optional(),
    studentId: z.number().optional(),
    ...content,
    sender: z.string().optional(),
    attempt: z.number().optional(),
    kind: z.string(),
  }),
);

const summaryPage = schemaOf<SummaryPage>()(
  z.object({ ...pageOfArchive, messages: z.array(summary), examples: z.record(z.string(), archived) }),
);

const tenant = schemaOf<TenantSummary>()(
  z.object({
    id: z.number(),
    code: z.string(),
    name: z.string(),
    messagingSender: z.string(),
    isActive: z.boolean().optional(),
  }),
);

const tenantRecord = schemaOf<TenantRecord>()(
  z.object({
    id: z.number(),
    code: z.string(),
    messaging_sender: z.string(),
    credit_balance: z.string(),
    messaging_is_active: z.boolean(),
    messaging_base_price: z.string().optional(),
  }),
);

const logRow = schemaOf<LogRow>()(
  z.object({
    id: z.string(),
    sent_at: z.string(),
    success: z.boolean(),
    failure_reason: z.string(),
    recipient_summary: z.string(),
  }),
);

const logLine = schemaOf<LogLine>()(z.object({ seq: z.number(), at: z.number(), text: z.string() }));

const peeked = schemaOf<PeekedMessage>()(
  z.object({
    messageId: z.string(),
    traceId: z.string(),
    queueName: z.string(),
    body: z.string(),
    receiveCount: z.number(),
    sentAt: z.number(),
    firstReceivedAt: z.number().optional(),
    visibleAt: z.number().optional(),
  }),
);

const redriven = schemaOf<Redriven>()(
  z.object({ messageId: z.string(), newMessageId: z.string(), traceId: z.string() }),
);

const inboxMessage = schemaOf<InboxMessage>()(
  z.object({
    at: z.number(),
    to: z.string(),
    from: z.string(),
    type: z.string(),
    text: z.string(),
    subject: z.string().nullable(),
    bytes: z.number(),
    kakao: z
      .object({ pfId: z.string(), templateId: z.string(), variables: z.record(z.string(), z.string()) })
      .optional(),
    groupId: z.string(),
    messageId: z.string(),
    traceId: z.string(),
    statusCode: z.string(),
    replacement: z
      .object({
        type: z.enum(["SMS", "LMS"]),
        text: z.string(),
        bytes: z.number(),
        statusCode: z.string(),
        at: z.number(),
      })
      .optional(),
    client: z.string().optional(),
  }),
);

const sendRequest = schemaOf<SendRequest>()(
  z.object({
    student_ids: z.array(z.number()),
    send_to: z.enum(["student", "parent"]).optional(),
    message_mode: z.enum(["sms", "alimtalk", "both"]).optional(),
    template_id: z.number().nullish(),
    raw_body: z.string().optional(),
    raw_subject: z.string().optional(),
  }),
);

const fault = schemaOf<FaultSummary>()(
  z.object({
    id: z.string(),
    layer: z.enum(layers),
    title: z.string(),
    active: z.boolean(),
    send: z
      .discriminatedUnion("via", [
        z.object({ via: z.literal("api"), tenantCode: z.string().optional(), request: sendRequest.partial() }),
        z.object({ via: z.literal("queue"), tenantCode: z.string().optional(), body: z.string() }),
      ])
      .optional(),
  }),
);

const variables = z.record(z.string(), z.string());

/** The control server's answers, and the items of its streams. */
export const stackAnswers = {
  snapshot: stackSnapshot,
  readings: stackReadings,
  traces: z.array(trace),
  trace,
  archivePage,
  summaryPage,
  tenants: z.object({ total: z.number(), tenants: z.array(tenant) }),
  tenant,
  tenantRecord,
  students: z.array(z.object({ id: z.number(), name: z.string(), hasPhone: z.boolean(), hasParentPhone: z.boolean() })),
  imported: z.object({ tenant: z.string(), added: z.number(), replaced: z.number() }),
  logRows: z.array(logRow),
  environment: z.object({ api: variables, worker: variables }),
  enqueued: z.object({ messageId: z.string(), traceId: z.string().optional() }),
  handedOver: z.object({ messageId: z.string() }),
  peeked: z.array(peeked),
  redriven: z.array(redriven),
  inbox: z.array(inboxMessage),
  faults: z.array(fault),
  fault,
  cleared: z.array(z.string()),
  logLines: z.array(logLine),
  holdProblems: z.array(z.string().nullable()),
  heldMessage,
  holdNews,
  nothing: z.object({}),
  aside: z.object({ id: z.number() }),
  refusal: z.object({ reason: z.string(), message: z.string(), nextStep: z.string().optional() }),
  event: sequencedEvent,
  logLine,
  change: schemaOf<StackChange>()(z.object({ kind: z.enum(["changed", "alive"]) })),
};

export type StackAnswers = { [Name in keyof typeof stackAnswers]: z.output<(typeof stackAnswers)[Name]> };
