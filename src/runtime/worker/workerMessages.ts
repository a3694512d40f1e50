import * as z from "zod";
import { messageEvent } from "../control/contract/messageEventSchemas";

/** What the stack tells its worker. */
export const toWorker = z.discriminatedUnion("kind", [
  /** A body past the queue. */
  z.object({ kind: z.literal("hand-over"), messageId: z.string(), body: z.string() }),
  /** Answered with "pong": a frozen process cannot. */
  z.object({ kind: z.literal("ping") }),
]);
export type ToWorker = z.output<typeof toWorker>;

/** A call of the worker's poll that failed; code and message as in QueueError. */
export const pollFailure = z.object({ operation: z.string(), code: z.string(), message: z.string() });
export type PollFailure = z.output<typeof pollFailure>;

/** Why the worker ends right after its start. */
export const startFailure = z.enum(["env-missing", "env-invalid", "database"]);
export type StartFailure = z.output<typeof startFailure>;

/** What a worker tells the stack that forked it. */
export const fromWorker = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("started"),
    queueName: z.string(),
    region: z.string(),
    mock: z.boolean(),
    /** Tenants are looked up and rows written. */
    ormAvailable: z.boolean(),
    /** SOLAPI_SENDER, digits only. */
    fallbackSender: z.string(),
  }),
  z.object({ kind: z.literal("failed"), reason: startFailure, message: z.string() }),
  z.object({ kind: z.literal("poll-failed"), failure: pollFailure }),
  z.object({ kind: z.literal("pong") }),
  z.object({ kind: z.literal("events"), events: z.array(messageEvent) }),
]);
export type FromWorker = z.output<typeof fromWorker>;
