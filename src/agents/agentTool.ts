import type * as z from "zod";
import type { OperationContext } from "../operations/operation";
import type { PlanRegistry } from "../operations/plan/planRegistry";
import type { Environment } from "../targets/environment";

/** What an agent's door gives its tools. */
export interface AgentHost {
  /** Names of the environments that were configured by a person, the local stack first. */
  environments(): string[];
  /** Opens one of them and closes it afterwards; the local stack starts if none is up. Error: `no-environment`. */
  onEnvironment<T>(name: string, run: (environment: Environment) => Promise<T>): Promise<T>;
  /** Of an operation that nobody is there to answer. */
  context(signal: AbortSignal): OperationContext;
  readonly plans: PlanRegistry;
  /** How a person approves a plan here; also offers it to them, where the door can. */
  offerApproval(plan: { id: string; description: string; via: string; environment: string }): string;
}

/** As MCP names them. */
interface ToolHints {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** Reads only; the same question has the same answer while nothing happens. */
export const READS: ToolHints = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** One tool, whoever offers it: an MCP server or VS Code. */
export interface AgentTool {
  name: string;
  title: string;
  /** For the model: what it is for, and when not to use it. */
  description: string;
  hints: ToolHints;
  input: z.ZodObject;
  output: z.ZodObject;
  /** `input` has been checked. Errors: ExpectedError. */
  run(input: never, host: AgentHost, signal: AbortSignal): Promise<Record<string, unknown>>;
}

/** Ties the input's type to the schema. */
export function agentTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Omit<AgentTool, "input" | "output" | "run"> & {
    input: Input;
    output: Output;
    run(input: z.output<Input>, host: AgentHost, signal: AbortSignal): Promise<z.input<Output>>;
  },
): AgentTool {
  return tool as unknown as AgentTool;
}
