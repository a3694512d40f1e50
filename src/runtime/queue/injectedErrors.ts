import type { SqsClient } from "./protocol/sqsCall";
import { SqsError } from "./protocol/sqsError";

/** An error on purpose, answered as AWS would. Every condition that is given must hold. */
export interface QueueFault {
  /** An SQS action, for example `SendMessage`; a batch action has a name of its own. All actions without it. */
  operation?: string;
  /** Only callers that sign with this key id. */
  accessKeyId?: string;
  /** Only callers whose user agent contains this. */
  userAgent?: string;
  /** AWS's name in either protocol: `AccessDenied`, `ExpiredToken`, `KMS.AccessDeniedException` … */
  code: string;
  /** AWS's own words for the well-known codes. */
  message?: string;
  /** HTTP status; the one of the code without it. */
  status?: number;
}

export interface NamedQueueFault extends QueueFault {
  readonly name: string;
}

/** The faults that are on, by name; the first that fits a call decides. */
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
