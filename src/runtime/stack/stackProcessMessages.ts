import * as z from "zod";
import { stackAddress } from "../control/contract/stackFiles";

/** What the stack's process is told on its command line. */
export const stackArguments = z.object({
  stateDir: z.string().min(1),
  /** Goes on without any client, until it is stopped. */
  stay: z.boolean(),
  /** Else any free ports, as tests want them. */
  preferredPorts: z.boolean(),
  /** SQS answers any access key. */
  openSqs: z.boolean().optional(),
  /** Over the worker's own environment. */
  workerEnv: z.record(z.string(), z.string()).optional(),
});

export type StackArguments = z.output<typeof stackArguments>;

/** What the stack tells the process that forked it: once, or `taken` before. */
export const fromStack = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), address: stackAddress }),
  /** Another stack of this workspace is there: this one waits for its end. */
  z.object({ kind: z.literal("taken") }),
  /** With a reason where a person can act on it. */
  z.object({
    kind: z.literal("failed"),
    message: z.string(),
    reason: z.string().optional(),
    nextStep: z.string().optional(),
  }),
]);

export type FromStack = z.output<typeof fromStack>;
