import type { SqsClient } from "./protocol/sqsCall";
import { SqsError } from "./protocol/sqsError";

/** An injected error, answered as AWS would. Applies to calls that meet all given conditions. */
export interface QueueFault {
  /** An SQS action such as `SendMessage`; batch actions have their own names. Default: all actions. */
  operation?: string;
  /** Only callers that sign with this key id. */
  accessKeyId?: string;
  /** Only callers whose user agent contains this. */
  userAgent?: string;
  /** AWS's name in either protocol: `AccessDenied`, `ExpiredToken`, `KMS.AccessDeniedException` … */
  code: string;
  /** Default for well-known codes: AWS's own message. */
  message?: string;
  /** HTTP status; default: the code's own. */
  status?: number;
}

export interface NamedQueueFault extends QueueFault {
  readonly name: string;
}

/** The active faults by name; the first that matches a call applies. */
export class QueueFaults {
  readonly #faults = new Map<string, QueueFault>();

  set(name: string, fault: QueueFault | undefined): void {
    if (fault) this.#faults.set(name, fault);
    else this.#faults.delete(name);
  }

  list(): NamedQueueFault[] {
    return [...this.#faults].map(([name, fault]) => ({ ...fault, name }));
  }

  get any(): boolean {
    return this.#faults.size > 0;
  }

  errorFor(operation: string, { accessKeyId, userAgent }: SqsClient): SqsError | undefined {
    for (const fault of this.#faults.values()) {
      if (fault.operation !== undefined && fault.operation !== operation) continue;
      if (fault.accessKeyId !== undefined && fault.accessKeyId !== accessKeyId) continue;
      if (fault.userAgent !== undefined && !userAgent.includes(fault.userAgent)) continue;
      return SqsError.named(fault.code, fault.message, fault.status);
    }
    return undefined;
  }
}
