import type { PlatformKind } from "../logs/exports/platform";

/**
 * One thing that a person can do. A rule or a cause names it by its ID. Nothing here runs by itself: a person runs the
 * command, or an editor command after a preview.
 */
export interface KnownFix extends FixTitle {
  /** Commands of this product begin with `messaging` (runtime/control/ownCommand.ts). Omitted if a hole has no value. */
  command?: string;
  /** What it is called, and what replaces its command, where this platform runs the worker. */
  platforms?: Readonly<Partial<Record<PlatformKind, Partial<FixTitle> & { command?: string }>>>;
  /** Where the evidence is about a provider other than Solapi or a broker other than SQS; it has no command there. */
  elsewhere?: FixTitle;
  /** Fixes of the cause that this one of a line makes needless or wrong. */
  replaces?: readonly string[];
}

interface FixTitle {
  en: string;
  ko: string;
}
