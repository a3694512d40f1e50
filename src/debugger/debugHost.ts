import type { OperationContext } from "../operations/operation";
import type { Environment } from "../targets/environment";

/** What a debug session needs of whoever started it. */
export interface DebugHost {
  /** The local stack; starts it if none runs. Until the signal it is kept alive. */
  open(signal: AbortSignal): Promise<Environment>;
  operation(signal: AbortSignal): OperationContext;
  /** Called once the client has set its breakpoints. */
  ready?(): void;
}
