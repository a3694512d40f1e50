import * as l10n from "@vscode/l10n";
import { titleOfCause } from "../../diagnosis/report/findingText";
import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import { clearFaults } from "../faults/clearFaults";
import { injectFault } from "../faults/injectFault";
import { listFaults } from "../faults/listFaults";
import { sendMessages } from "../message/sendMessages";
import type { SendReport } from "../message/sendMessages";
import { sendOfFault } from "../message/testSend";
import type { OperationContext } from "../operation";
import { localCaseOf } from "./localCase";
import type { LocalCase, Original } from "./localCase";

/** Of the original, or of the case on the local stack. */
export type ReproducedCause = Original["verdict"] & { title: string };

export interface Reproduction {
  case: LocalCase;
  original: ReproducedCause;
  /** Absent where nothing was run: no fault sets up the cause. */
  local?: ReproducedCause;
  /** Whether the cause is the same; absent where one of the two is not known. */
  isSame?: boolean;
  /** What became of the case; absent where nothing was run. */
  report?: SendReport;
}

export interface ReproduceOptions {
  /** Leaves the case and its fault set up, to work on it; `clearFaults` clears both. Default: cleared at the end. */
  keep?: boolean;
}

/**
 * Brings a message home: makes a local case of it (localCase.ts), sets that up on the local stack, sends one message,
 * and compares the causes. Whoever has a diagnosis passes its evidence and verdict; `originalIn` reads them from a file,
 * `originalOf` finds them by an id. `case` is plain data without anything personal of the original: whoever stores
 * `fault`, `settings` and `send` can set the same up again (`set-up-case`, then `injectFault`, then `sendOfFault`).
 *
 * Undefined: the user cancelled. Errors: `local-only`, and those of sendMessages.
 */
export async function reproduce(
  local: Environment,
  original: Original,
  context: OperationContext,
  { keep = false }: ReproduceOptions = {},
): Promise<Reproduction | undefined> {
  const { signal, language } = context;
  const faults = await listFaults(local, signal);
  const found = localCaseOf(original, faults);
  const result = { case: found, original: inWords(original.verdict, language) };
  if (!isRunnable(found, original)) return result;
  const active = faults.filter((fault) => fault.active).map(({ id }) => titleOfCause(id, language) ?? id);
  if (active.length > 0 && !(await clearBefore(local, active, context))) return undefined;
  try {
    const report = await runCase(local, found, context);
    if (!report) return undefined;
    const { verdict } = report.diagnosis;
    const isKnown = original.verdict.outcome !== "unknown" && verdict.outcome !== "unknown";
    return {
      ...result,
      local: inWords(verdict, language),
      ...(isKnown && { isSame: verdict.cause === original.verdict.cause }),
      report,
    };
  } finally {
    // Also after a cancel.
    if (!keep) await clearFaults(local, undefined, { ...context, signal: new AbortController().signal });
  }
}

/** A cause without a fault can only be in the message itself, as the queue had it. */
const isRunnable = ({ fault, send }: LocalCase, { verdict: { outcome } }: Original): boolean =>
  fault !== undefined || outcome === "ok" || outcome === "unknown" || send.start === "queue";

async function clearBefore(local: Environment, active: readonly string[], context: OperationContext): Promise<boolean> {
  const agreed = await context.interaction.confirm({
    question: l10n.t("Faults are active in the local stack: {0}. Clear them first?", active.join(", ")),
    action: l10n.t("Clear faults"),
  });
  return agreed && (await clearFaults(local, undefined, context)) !== undefined;
}

/** Sets the case up, then sends its message. What is broken on purpose is no reason to ask whether to send. */
async function runCase(
  local: Environment,
  { settings, fault, send }: LocalCase,
  context: OperationContext,
): Promise<SendReport | undefined> {
  const { signal, interaction } = context;
  interaction.progress(l10n.t("setting up the case"));
  if (Object.keys(settings).length > 0) {
    const target = await requestWrite(local, { kind: "set-up-case", settings }, context);
    if (!target) return undefined;
    await target.write(signal);
  }
  const injected = fault === undefined ? undefined : await injectFault(local, fault, context);
  if (fault !== undefined && !injected) return undefined;
  const sent = send.start === "api" ? sendOfFault(send, injected?.send) : send;
  const unwarned = { ...interaction, warn: () => Promise.resolve(true) };
  return sendMessages(local, sent, { ...context, interaction: unwarned });
}

/** The title alone: a verdict's own may name what it is about. */
const inWords = (
  { layer, outcome, cause }: Original["verdict"],
  language: OperationContext["language"],
): ReproducedCause => ({ layer, outcome, cause, title: titleOfCause(cause, language) ?? cause });
