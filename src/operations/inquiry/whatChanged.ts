import * as l10n from "@vscode/l10n";
import { wordings } from "../../diagnosis/logs/wordings/wordings";
import type { Environment } from "../../targets/environment";
import { listWrites } from "../audit/listWrites";
import type { OperationContext } from "../operation";
import type { CauseBeginning, Change } from "./causeBeginning";

const MOST = 5;
/** Writes after which messages fare as before. */
const changesNothing = new Set<string>(["send", "enqueue", "resend", "hand-to-worker", "send-to-sandbox", "receive"]);

/**
 * What lies between the last message that was sent and the first that was not: writes from here, starts of the worker,
 * and values of the messages themselves. Reads only; a part that cannot be read adds nothing.
 */
export async function whatChanged(
  environment: Environment,
  { lastGood, firstBad, turned }: CauseBeginning,
  { audit, signal }: Pick<OperationContext, "audit" | "signal">,
): Promise<Change[]> {
  const isBetween = (at: number) => at > lastGood && at <= firstBad;
  const [writes, starts] = await Promise.all([
    writesIn(environment, audit, isBetween),
    startsOfWorker(environment, lastGood, isBetween, signal),
  ]);
  signal.throwIfAborted();
  const values = turned.map(({ field, before, after }): Change => ({
    what: l10n.t("{0} was {1}, then {2}", field, before, after),
  }));
  const timed = [...writes, ...starts].sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
  return [...values, ...timed].slice(0, MOST);
}

async function writesIn(
  { name }: Environment,
  audit: OperationContext["audit"],
  isBetween: (at: number) => boolean,
): Promise<Change[]> {
  const writes = await listWrites(audit).catch(() => []);
  return writes
    .filter(
      ({ environment, outcome, at, kind }) =>
        environment === name && outcome !== "refused" && !changesNothing.has(kind) && isBetween(Date.parse(at)),
    )
    .map(({ description, at }) => ({ what: l10n.t("From here: {0}", description), at: Date.parse(at) }));
}

async function startsOfWorker(
  { worker }: Environment,
  since: number,
  isBetween: (at: number) => boolean,
  signal: AbortSignal,
): Promise<Change[]> {
  if (!worker) return [];
  const [lines, container] = await Promise.all([
    worker.linesSince(since, signal).catch(() => []),
    worker.container(signal).catch(() => undefined),
  ]);
  const told = lines
    .filter(({ at, text }) => isBetween(at) && wordings["worker-begun"].pattern.test(text.slice(0, 1_000)))
    .map(({ at }): Change => ({ what: l10n.t("The worker started"), at }));
  const startedAt = Date.parse(container?.startedAt ?? "");
  if (told.length > 0 || !isBetween(startedAt)) return told;
  const { image } = container!;
  return [{ what: image ? l10n.t("The worker started from {0}", image) : l10n.t("The worker started"), at: startedAt }];
}
