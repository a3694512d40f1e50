import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { ExpectedError, messageOf } from "../../common/errors";
import { maskText } from "../../common/masking";
import { isTimeUp, withinLimit } from "./timeLimit";

/** Timeout of one probe; a slower one is left out, and the diagnosis continues without it. */
const PROBE_MS = 2_000;

/** A probe that failed: its part of the evidence is absent, hence unknown. */
export interface FailedProbe {
  probe: string;
  reason: string;
}

/** Runs several probes at once. They are independent: one that fails or times out leaves only its own part out. */
export class Probes {
  readonly failed: FailedProbe[] = [];
  readonly #signal: AbortSignal | undefined;
  readonly #limitMs: number;

  constructor(signal?: AbortSignal, limitMs = PROBE_MS) {
    this.#signal = signal;
    this.#limitMs = limitMs;
  }

  /** Undefined if there is nothing to probe, or the probe fails. Rejects only if the caller aborts. */
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

  /** Records a failed probe. */
  fail(probe: string, error: unknown): void {
    const isLate = isTimeUp(error);
    const reason = isLate ? l10n.t("no answer within {0}", formatDuration(this.#limitMs)) : reasonOf(error);
    this.failed.push({ probe, reason });
  }
}

/** The error's message and next step, with numbers and secrets masked. */
function reasonOf(error: unknown): string {
  const next = ExpectedError.is(error) ? error.nextStep : undefined;
  return maskText([messageOf(error), next].filter(Boolean).join(". "));
}
