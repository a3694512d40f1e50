import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { ExpectedError, messageOf } from "../../common/errors";
import { maskText } from "../../common/masking";
import { isTimeUp, withinLimit } from "./timeLimit";

/** How long one probe may take; a slower one is left out, and the diagnosis goes on without it. */
const PROBE_MS = 2_000;

/** A probe that did not come to an end: its part of the evidence is absent, hence unknown. */
export interface FailedProbe {
  probe: string;
  reason: string;
}

/** Looks at several things at once. Each probe stands alone: one that fails or takes too long leaves its part out. */
export class Probes {
  readonly failed: FailedProbe[] = [];
  readonly #signal: AbortSignal | undefined;
  readonly #limitMs: number;

  constructor(signal?: AbortSignal, limitMs = PROBE_MS) {
    this.#signal = signal;
    this.#limitMs = limitMs;
  }

  /** Undefined where there is nothing to ask, or no answer. Rejects only where the whole look was given up. */
  async run<T>(
    name: string,
    look: ((signal: AbortSignal) => Promise<T | undefined> | undefined) | undefined,
  ): Promise<T | undefined> {
    this.#signal?.throwIfAborted();
    if (!look) return undefined;
    try {
      return await withinLimit(this.#limitMs, this.#signal, async (signal) => look(signal));
    } catch (error) {
      this.#signal?.throwIfAborted();
      this.fail(name, error);
      return undefined;
    }
  }

  /** Notes a look that came to nothing. */
  fail(probe: string, error: unknown): void {
    const isLate = isTimeUp(error);
    const reason = isLate ? l10n.t("no answer within {0}", formatDuration(this.#limitMs)) : reasonOf(error);
    this.failed.push({ probe, reason });
  }
}

/** What a person can act on is said in its own words; numbers and secrets that a driver put into its message are not. */
function reasonOf(error: unknown): string {
  const next = ExpectedError.is(error) ? error.nextStep : undefined;
  return maskText([messageOf(error), next].filter(Boolean).join(". "));
}
