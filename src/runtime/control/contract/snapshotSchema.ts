import * as z from "zod";
import { layers } from "../../message/messageEvents";
import type { MessageOutcome } from "../../message/messageSummary";
import type { MessageTrace } from "../../message/messageTrace";
import type { Poller, QueueCounts } from "../../queue/queueServer";
import type { StackSnapshot } from "../../stack/stackSnapshot";
import type { WorkerProcessStatus } from "../../stack/supervisor/workerSupervisor";
import type { NotificationLog } from "../../store/notificationLogs";
import { pollFailure, startFailure } from "../../worker/workerMessages";
import { sequencedEvent } from "./messageEventSchemas";
import { schemaOf } from "./schemaOf";

export const traceState = schemaOf<MessageTrace["state"]>()(
  z.enum([
    "queued",
    "claimed",
    "grouped",
    "submitted",
    "accepted",
    "delivered",
    "undelivered",
    "refused",
    "skipped",
    "ambiguous",
    "dead-lettered",
    "expired",
    "rejected",
    "enqueue-failed",
    "left-out",
    "unknown",
  ]),
);

const messageOutcome = schemaOf<MessageOutcome>()(
  z.enum(["reached", "degraded", "stopped", "notSent", "leftOut", "skipped", "unknown", "waiting"]),
);

const queueCounts = schemaOf<QueueCounts>()(
  z.object({
    visible: z.number(),
    inFlight: z.number(),
    delayed: z.number(),
    dead: z.number(),
    oldestAgeSeconds: z.number(),
  }),
);

const poller = schemaOf<Poller>()(
  z.object({
    address: z.string(),
    userAgent: z.string(),
    accessKeyId: z.string(),
    queueName: z.string(),
    openPolls: z.number(),
    lastPollAt: z.number(),
    lastReceivedAt: z.number().optional(),
    receivedMessages: z.number(),
  }),
);

const workerStatus = schemaOf<WorkerProcessStatus>()(
  z.object({
    state: z.enum(["stopped", "starting", "running", "restarting", "exited"]),
    pid: z.number().optional(),
    startedAt: z.number().optional(),
    exitCode: z.number().optional(),
    signal: z.string().optional(),
    restartCount: z.number(),
    oomKilled: z.boolean().optional(),
    queueName: z.string().optional(),
    region: z.string().optional(),
    mock: z.boolean().optional(),
    ormAvailable: z.boolean().optional(),
    fallbackSender: z.string().optional(),
    pollFailure: pollFailure.extend({ at: z.number() }).optional(),
    failure: z
      .object({ reason: z.enum([...startFailure.options, "module-not-found"]), message: z.string() })
      .optional(),
  }),
);

const notificationLog = schemaOf<NotificationLog>()(
  z.object({
    id: z.number(),
    tenantId: z.number(),
    sentAt: z.string(),
    success: z.boolean(),
    amountDeducted: z.string(),
    recipientSummary: z.string(),
    templateSummary: z.string(),
    failureReason: z.string(),
  }),
);

export const stackSnapshot = schemaOf<StackSnapshot>()(
  z.object({
    at: z.number(),
    changesAt: z.number().optional(),
    seq: z.number(),
    pid: z.number(),
    startedAt: z.number(),
    api: z.object({
      refused: z.number(),
      url: z.string(),
      lastAnswer: z
        .object({ at: z.number(), status: z.number(), elapsedMs: z.number(), tenantCode: z.string() })
        .optional(),
    }),
    queue: z.object({
      name: z.string(),
      endpoint: z.string(),
      url: z.string(),
      region: z.string(),
      counts: queueCounts.optional(),
      redrive: z.object({ maxReceiveCount: z.number(), deadLetterQueue: z.string() }).optional(),
      pollers: z.array(poller),
      strays: z
        .array(z.object({ userAgent: z.string(), queueName: z.string(), region: z.string(), at: z.number() }))
        .optional(),
    }),
    worker: workerStatus,
    provider: z.object({
      mode: z.enum(["sandbox", "mock"]),
      url: z.string(),
      balance: z.number(),
      senders: z.array(z.object({ phoneNumber: z.string(), status: z.string() })),
      refusedClients: z.array(z.object({ userAgent: z.string(), at: z.number() })).optional(),
    }),
    data: z.object({
      path: z.string(),
      lastLog: notificationLog.optional(),
      newestLogs: z.array(notificationLog),
      unreadable: z.string().optional(),
      fullDisk: z.number().optional(),
    }),
    notices: z.array(z.string()).optional(),
    messages: z.partialRecord(traceState, z.number()),
    sends: z.array(z.object({ requestId: z.string(), counts: z.partialRecord(messageOutcome, z.number()) })),
    lastErrors: z.partialRecord(z.enum(layers), sequencedEvent),
    faults: z.array(z.string()).optional(),
    isWorkerAside: z.boolean().optional(),
  }),
);
