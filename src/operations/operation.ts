import type { Language } from "../diagnosis/report/findingText";
import type { AuditLog } from "../targets/safety/auditLog";
import type { Interaction } from "./interaction";

/** What every operation is given beside its environment and its arguments. */
export interface OperationContext {
  /** Aborted where the person cancels. */
  readonly signal: AbortSignal;
  readonly interaction: Interaction;
  /** Every write is recorded here before it acts. */
  readonly audit: AuditLog;
  /** The reader's language. */
  readonly language: Language;
  /** The backend's code on this machine; absent where there is none, or where the folder is not trusted. */
  readonly workspace?: string;
}
