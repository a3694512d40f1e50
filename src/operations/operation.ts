import type { Language } from "../diagnosis/texts/language";
import type { AuditLog } from "../targets/safety/auditLog";
import type { Interaction } from "./interaction";

/** Passed to every operation besides its environment and its arguments. */
export interface OperationContext {
  /** Aborts when the user cancels. */
  readonly signal: AbortSignal;
  readonly interaction: Interaction;
  /** Every write is recorded here before it acts. */
  readonly audit: AuditLog;
  /** The reader's language. */
  readonly language: Language;
  /** How the reader starts the command line, such as `npx messaging`; absent where they cannot. */
  readonly commandLine?: string;
  /** The backend's code on this machine; absent if there is none or the folder is not trusted. */
  readonly workspace?: string;
}
