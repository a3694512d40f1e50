import * as z from "zod";
import { stackAddress } from "../control/contract/stackFiles";

/** Arguments of a stack: on the command line of its process, or sent to a process whose stack has ended. */
export const stackArguments = z.object({
  stateDir: z.string().min(1),
  /** Keeps running without clients until it is stopped. */
  stay: z.boolean(),
  /** If false, uses any free ports, as tests need. */
  preferredPorts: z.boolean(),
  /** SQS accepts any access key. */
  openSqs: z.boolean().optional(),
  /** The process waits for another stack when this one has ended. */
  again: z.boolean().optional(),
  /** Overrides the worker's own environment. */
  workerEnv: z.record(z.string(), z.string()).optional(),
});

export type StackArguments = z.output<typeof stackArguments>;

/** Messages to the process that forked the stack: `ready` or `failed`, optionally preceded by `taken`. */
export const fromStack = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), address: stackAddress }),
  /** Another stack of this workspace is running: this one waits for its end. */
  z.object({ kind: z.literal("taken") }),
  /** The stack has ended, and the process waits for the next one. */
  z.object({ kind: z.literal("ended") }),
  /** Has a reason if the user can act on it. */
  z.object({
    kind: z.literal("failed"),
    message: z.string(),
    reason: z.string().optional(),
    nextStep: z.string().optional(),
  }),
]);

export type FromStack = z.output<typeof fromStack>;
