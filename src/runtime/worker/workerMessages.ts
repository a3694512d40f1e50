import * as z from "zod";
import { holdArrival, holdDeparture } from "../holds/holdMessages";
import { holdPoints } from "../holds/holdPoint";
import { messageEvent } from "../control/contract/messageEventSchemas";

/** Messages from the stack to its worker. */
export const toWorker = z.discriminatedUnion("kind", [
  /** A body that bypasses the queue. */
  z.object({ kind: z.literal("hand-over"), messageId: z.string(), body: z.string() }),
  /** Answered with "pong", which a frozen process cannot do. */
  z.object({ kind: z.literal("ping") }),
  /** Where to ask from now on whether a debugger holds a message. Answered with "armed". */
  z.object({ kind: z.literal("arm"), points: z.array(z.enum(holdPoints)), order: z.number() }),
  /** The answer to "reached". */
  z.object({ kind: z.literal("depart"), id: z.number(), departure: holdDeparture }),
]);
export type ToWorker = z.output<typeof toWorker>;

/** A failed call of the worker's poll; code and message as in QueueError. */
export const pollFailure = z.object({ operation: z.string(), code: z.string(), message: z.string() });
export type PollFailure = z.output<typeof pollFailure>;

/** Why the worker ends right after its start. */
export const startFailure = z.enum(["env-missing", "env-invalid", "database"]);
export type StartFailure = z.output<typeof startFailure>;

/** Messages from a worker to the stack that forked it. */
export const fromWorker = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("started"),
    queueName: z.string(),
    region: z.string(),
    mock: z.boolean(),
    /** Whether the worker looks up tenants and writes rows. */
    ormAvailable: z.boolean(),
    /** SOLAPI_SENDER, digits only. */
    fallbackSender: z.string(),
  }),
  z.object({ kind: z.literal("failed"), reason: startFailure, message: z.string() }),
  z.object({ kind: z.literal("poll-failed"), failure: pollFailure }),
  z.object({ kind: z.literal("pong") }),
  z.object({ kind: z.literal("armed"), order: z.number() }),
  /** A message waits at a point for "depart". */
  z.object({ kind: z.literal("reached"), id: z.number(), arrival: holdArrival }),
  z.object({ kind: z.literal("events"), events: z.array(messageEvent) }),
]);
export type FromWorker = z.output<typeof fromWorker>;
