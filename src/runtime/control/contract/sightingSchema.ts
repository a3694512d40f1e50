import * as z from "zod";
import type { Sighting } from "../../message/sighting";
import { schemaOf } from "./schemaOf";

const at = z.number();
const text = z.string();

export const sightingSchema = schemaOf<Sighting>()(
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("answer"), at, status: at, elapsedMs: at, detail: text, requestId: text }),
    z.object({ kind: z.literal("silence"), at, code: text, message: text, elapsedMs: at }),
    z.object({ kind: z.literal("put"), at, queueName: text, messageId: text }),
    z.object({ kind: z.literal("row"), at, id: text, success: z.boolean().optional(), failureReason: text }),
    z.object({ kind: z.literal("record"), at, code: text, message: text, type: text, groupId: text, messageId: text }),
  ]),
);
