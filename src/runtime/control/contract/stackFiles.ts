import * as z from "zod";
import { CONTRACT_VERSION } from "./contractVersion";
import { schemaOf } from "./schemaOf";
import type { StackKeys, StackAddress } from "../stackContract";

const url = z.url({ protocol: /^http$/ });

/** `stack.json`. */
export const stackAddress = schemaOf<StackAddress>()(
  z.object({
    contract: z.literal(CONTRACT_VERSION as number),
    pid: z.number().int().positive(),
    startedAt: z.number(),
    controlUrl: url,
    token: z.string().min(1),
    apiUrl: url,
    apiToken: z.string().min(1),
    sqsEndpoint: url,
    awsAccessKeyId: z.string().min(1).optional(),
    queueUrl: url,
    solapiUrl: url,
    notices: z.array(z.string()),
  }),
);

/** `stack.json` of any version: enough to check whether that stack runs, and to stop it. */
export const anyStackAddress = z.object({
  pid: z.number().int().positive(),
  controlUrl: url,
  token: z.string().min(1),
});

/** `keys.json`. */
export const stackKeysSchema = schemaOf<StackKeys>()(
  z.object({
    apiToken: z.string().min(1),
    awsAccessKeyId: z.string().min(1),
    awsSecretAccessKey: z.string().min(1),
    solapiApiKey: z.string().min(1),
    solapiApiSecret: z.string().min(1),
  }),
);
