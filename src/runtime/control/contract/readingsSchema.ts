import * as z from "zod";
import type { AccountReading, InfoAnswer, QueueAccess, StackReadings } from "../../stack/probes/stackReadings";
import { pollFailure } from "../../worker/workerMessages";
import { schemaOf } from "./schemaOf";

const infoAnswer = schemaOf<InfoAnswer>()(
  z.union([
    z.object({
      status: z.number(),
      elapsedMs: z.number(),
      code: z.string().optional(),
      detail: z.string().optional(),
    }),
    z.object({ unreachable: z.string(), elapsedMs: z.number() }),
  ]),
);

const queueAccess = schemaOf<QueueAccess>()(
  z.object({ name: z.string(), region: z.string(), endpoint: z.string(), error: pollFailure.optional() }),
);

const account = schemaOf<AccountReading>()(
  z.union([
    z.object({
      balance: z.number(),
      senders: z.array(z.object({ phoneNumber: z.string(), status: z.string() })),
    }),
    z.object({
      error: z.object({ status: z.number().optional(), errorCode: z.string(), errorMessage: z.string() }),
    }),
  ]),
);

export const stackReadings = schemaOf<StackReadings>()(
  z.object({
    at: z.number(),
    api: infoAnswer,
    queue: z.object({ api: queueAccess, worker: queueAccess.optional() }),
    workerAnswers: z.boolean().optional(),
    provider: account,
    data: z.object({
      tenant: z
        .object({
          code: z.string(),
          name: z.string(),
          isActive: z.boolean(),
          messagingIsActive: z.boolean(),
          messagingSender: z.string(),
          kakaoPfid: z.string(),
          credit: z.number(),
          price: z.number(),
        })
        .optional(),
      error: z.string().optional(),
    }),
  }),
);
