import * as l10n from "@vscode/l10n";
import { restartsText } from "../../common/text/counts";
import { dateTime } from "../../common/clockTime";
import { codeOf, ExpectedError, messageOf } from "../../common/errors";
import { maskText } from "../../common/masking";
import type {
  ApiTarget,
  Environment,
  ProviderTarget,
  QueueTarget,
  TenantTarget,
  WorkerTarget,
} from "../../targets/environment";
import { isActive } from "../../targets/tenants/registeredSenders";
import type { OperationContext } from "../operation";
import { checkedParts, partSymbol, partTitle } from "./partCheck";
import type { CheckedPart, EnvironmentCheck, PartCheck } from "./partCheck";
import { isTimeUp, withinLimit } from "../../targets/looking/timeLimit";

/** What a check needs of its context. */
export interface CheckContext extends Pick<OperationContext, "signal"> {
  interaction: Pick<OperationContext["interaction"], "progress">;
}

/** Timeout of one part; the others do not wait for it. */
const PART_WITHIN_MS = 15_000;

/**
 * Looks at every part of the environment in parallel and reports each as it is known. Changes, receives and sends
 * nothing. Rejects only if the signal aborts.
 */
export async function checkEnvironment(
  environment: Environment,
  { signal, interaction }: CheckContext,
): Promise<EnvironmentCheck> {
  const looks: Record<CheckedPart, ((signal: AbortSignal) => Promise<Seen>) | undefined> = {
    api: environment.api && ((within) => checkApi(environment.api!, within)),
    queue: environment.queue && ((within) => checkQueue(environment.queue!, within)),
    worker: environment.worker && ((within) => checkWorker(environment.worker!, within)),
    tenants: environment.tenants && ((within) => checkTenants(environment.tenants!, environment.tenantCode, within)),
    provider: environment.provider && ((within) => checkProvider(environment.provider!, within)),
  };
  const checks = checkedParts.map(async (part) => {
    const check = await checkPart(part, looks[part], signal);
    signal.throwIfAborted();
    interaction.progress(`${partSymbol[check.status]} ${partTitle(part)}`);
    return check;
  });
  return { version: 1, environment: environment.name, parts: await Promise.all(checks) };
}

/** `isMasked`: the sentence is as it is shown. */
interface Seen extends Pick<PartCheck, "status" | "sentence" | "reason"> {
  isMasked?: boolean;
}

const ok = (sentence: string): Seen => ({ status: "ok", sentence });
const failed = (sentence: string, reason?: string): Seen => ({ status: "failed", sentence, ...(reason && { reason }) });

async function checkPart(
  part: CheckedPart,
  look: ((signal: AbortSignal) => Promise<Seen>) | undefined,
  signal: AbortSignal,
): Promise<PartCheck> {
  if (!look) return { part, status: "absent", sentence: l10n.t("not configured: unknown"), elapsedMs: 0 };
  const startedAt = performance.now();
  const seen = await withinLimit(PART_WITHIN_MS, signal, look).catch((error: unknown) =>
    isTimeUp(error) ? failed(l10n.t("no answer within {0} s", PART_WITHIN_MS / 1000)) : failed(...whyOf(error)),
  );
  const sentence = seen.isMasked ? seen.sentence : maskText(seen.sentence);
  const { status, reason } = seen;
  return { part, status, ...(reason && { reason }), sentence, elapsedMs: Math.round(performance.now() - startedAt) };
}

const withNextStep = (sentence: string, nextStep: string | undefined) =>
  nextStep ? `${sentence.replace(/(?<![.\s])[.\s]+$/, "")}. ${nextStep}` : sentence;

function whyOf(error: unknown): [sentence: string, reason?: string] {
  if (ExpectedError.is(error)) return [withNextStep(error.message, error.nextStep), error.reason];
  const code = codeOf(error);
  return [code === undefined ? messageOf(error) : `${code}: ${messageOf(error)}`];
}

async function checkApi(api: ApiTarget, signal: AbortSignal): Promise<Seen> {
  const { status, elapsedMs } = await api.check(signal);
  const answers = l10n.t("{0} answers {1} in {2} ms", api.url, status, Math.round(elapsedMs));
  if (status >= 200 && status < 300) return ok(l10n.t("{0}, the token is valid", answers));
  if (status === 401) return failed(l10n.t("{0}: the token was rejected. Log in again.", answers), "token-refused");
  if (status === 403) return failed(l10n.t("{0}: this user may not use messaging", answers));
  return failed(answers);
}

async function checkQueue(queue: QueueTarget, signal: AbortSignal): Promise<Seen> {
  const [reading, { identity, problems, maySend, mayReceive }] = await Promise.all([
    queue.measure(signal),
    queue.check(signal),
  ]);
  const troubles = new Set([
    ...(reading.error ? [reading.error.message] : []),
    ...problems.map(({ message }) => message),
  ]);
  if (troubles.size > 0)
    return failed(withNextStep([...troubles].join("; "), reading.refusal?.nextStep), reading.refusal?.reason);
  const { visible = 0, inFlight = 0, dead } = reading.counts ?? {};
  const facts = [
    l10n.t("{0} in {1}: {2} ready, {3} in flight", reading.name, reading.region, visible, inFlight),
    ...(dead === undefined ? [] : [l10n.t("{0} dead", dead)]),
    ...(identity ? [identity.arn] : []),
    ...(maySend === false ? [l10n.t("may not send")] : []),
    ...(mayReceive === false ? [l10n.t("may not receive")] : []),
  ];
  return ok(facts.join(" · "));
}

async function checkWorker(worker: WorkerTarget, signal: AbortSignal): Promise<Seen> {
  const { state, exitCode, oomKilled, restartCount, startedAt, image } = await worker.container(signal);
  if (state === "missing") return failed(l10n.t("{0} is not there", worker.origin));
  const facts = [
    `${worker.origin} · ${stateText(state)}`,
    ...(image ? [image] : []),
    ...(startedAt ? [l10n.t("since {0}", timeText(startedAt))] : []),
    ...(restartCount ? [restartsText(restartCount)] : []),
    ...(oomKilled ? [l10n.t("killed: out of memory")] : []),
    ...(state !== "running" && exitCode !== undefined && exitCode !== null ? [l10n.t("exit code {0}", exitCode)] : []),
  ];
  return state === undefined || state === "running" ? ok(facts.join(" · ")) : failed(facts.join(" · "));
}

/** Docker's word where it is another one. */
function stateText(state: string | undefined): string {
  switch (state) {
    case undefined:
      return l10n.t("state unknown");
    case "running":
      return l10n.t("running");
    case "restarting":
      return l10n.t("restarting");
    case "exited":
      return l10n.t("exited");
    default:
      return state;
  }
}

const timeText = (at: string): string => (Number.isNaN(Date.parse(at)) ? at : dateTime(Date.parse(at)));

async function checkTenants(tenants: TenantTarget, code: string, signal: AbortSignal): Promise<Seen> {
  const { name, messagingSender } = await tenants.tenant(code, signal);
  const facts = [
    maskText(`${code} ${name}`.trim()),
    // A sender is no secret: it is what the tree shows.
    messagingSender === "" ? l10n.t("messaging_sender is empty") : `messaging_sender ${messagingSender}`,
    maskText(tenants.origin),
  ];
  return { ...ok(facts.join(" · ")), isMasked: true };
}

async function checkProvider(provider: ProviderTarget, signal: AbortSignal): Promise<Seen> {
  const [{ balance, point }, senders] = await Promise.all([provider.balance(signal), provider.senders(signal)]);
  const active = senders.filter(isActive).length;
  return ok(
    [
      provider.mode === "sandbox" ? l10n.t("sandbox {0}", provider.url) : provider.url,
      l10n.t("balance {0} won, {1} points", balance.toLocaleString("en"), point.toLocaleString("en")),
      l10n.t("{0} of {1} sender numbers active", active, senders.length),
    ].join(" · "),
  );
}
