import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { layerTitle } from "../../runtime/message/layerLines";
import type { Diagnosis, Finding } from "../../diagnosis/diagnosis";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { messageOf } from "../../common/errors";
import { withCancellableProgress, withViewProgress } from "../../host/progress";
import { trustedFolder } from "../../host/workspace";
import type { ApiAnswer } from "../../runtime/control/stackContract";
import type { Environment } from "../../targets/environment";
import { activeNumber } from "../../targets/tenants/registeredSenders";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { titleWithCode } from "../../diagnosis/report/codedTitle";
import { traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import type { FindingStore } from "../../window/findings/findingStore";
import type { CommandMap } from "../../host/commandIds";
import type { IgnoredFindings } from "../../window/findings/ignoredFindings";
import type { SendMemory } from "../../window/messages/sendMemory";
import { collectFrom } from "../message/sentDiagnosis";

export interface DiagnosisParts {
  findings: FindingStore;
  ignored: IgnoredFindings;
  documents: Documents;
  memory: SendMemory;
}

/** Where nothing was sent, the log of so many milliseconds is looked at. */
const LOOK_BACK_MS = 60_000;

export function getDiagnosisCommands(context: CommandContext, parts: DiagnosisParts): CommandMap {
  const run = async (argument: unknown, signal: AbortSignal, report: Report) => {
    report(l10n.t("collecting evidence"));
    const { environment, trace, evidence } = await cancellable(signal, async () => {
      const environment = await context.environment.open();
      const trace = await traceFor(context, argument);
      const sent = await sentOf(context, parts, environment, trace, argument, signal);
      return { environment, trace, evidence: await collectFrom(context, environment, sent, signal) };
    });
    const { diagnose } = await context.diagnosis();
    const ignored = (await parts.ignored.list()).map(({ cause }) => cause);
    const diagnosis = diagnose(evidence, { language: context.language, ignored });
    for (const { layer, status } of diagnosis.layers) report(`${layerTitle[layer]}: ${statusText(status)}`);
    signal.throwIfAborted();
    const tenantCode = trace?.tenantCode;
    parts.findings.set({
      diagnosis,
      ...(trace && { traceId: trace.traceId }),
      ...(tenantCode !== undefined && { tenantCode }),
    });
    return { environment, diagnosis, evidence, trace };
  };

  const withSteps = (argument: unknown) =>
    withCancellableProgress(l10n.t("Diagnosing"), (signal, report) => run(argument, signal, report));
  /** After a test send, which the user did ask for. */
  const quietly = (argument: unknown) =>
    withViewProgress("layers", () => run(argument, new AbortController().signal, () => undefined));

  return {
    "messaging.diagnosis.run": async (argument) => {
      const done =
        (await alreadyDone(context, argument)) ??
        (await (isAutomatic(argument) ? quietly(argument) : withSteps(argument)));
      void tell(context, done).catch((error: unknown) => context.log.error(messageOf(error)));
      return done.diagnosis;
    },
    "messaging.diagnosis.copyReport": async (argument) => {
      const { diagnosis, evidence } = await withSteps(argument);
      const { renderMarkdown } = await context.diagnosis();
      const text = renderMarkdown(diagnosis, evidence, { language: context.language });
      await vscode.env.clipboard.writeText(text);
      void context.notifier.info(l10n.t("Report copied. Numbers and secrets are masked."), {
        title: l10n.t("Open report"),
        run: () => parts.documents.open("report.md", text),
      });
      return text;
    },
  };
}

type Report = (message: string) => void;

const isAutomatic = (argument: unknown) => (argument as { isAutomatic?: unknown } | undefined)?.isAutomatic === true;

/** The message that was asked about, else the newest one; none where there is none. */
async function traceFor(context: CommandContext, argument: unknown): Promise<MessageTrace | undefined> {
  const id = traceIdArgument(argument);
  if (id !== undefined) return context.messages.find(id);
  if ((argument as { sent?: unknown } | undefined)?.sent) return undefined;
  return (await context.messages.recent(1))[0];
}

/** A send to a real environment was diagnosed while it was followed. */
async function alreadyDone(context: CommandContext, argument: unknown): Promise<Done | undefined> {
  const { diagnosis } = (argument ?? {}) as { diagnosis?: Diagnosis };
  if (!diagnosis) return undefined;
  return { environment: await context.environment.open(), diagnosis, trace: await traceFor(context, argument) };
}

/** Cancelling does not wait for a probe, nor for a stack that does not answer. */
function cancellable<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const cancelled = new Promise<never>((_resolve, reject) =>
    signal.addEventListener("abort", () => reject(new vscode.CancellationError()), { once: true }),
  );
  return Promise.race([run(), cancelled]);
}

/** What is known of the send: as it was made, or as the events tell it; without a message, the last minute. */
async function sentOf(
  context: CommandContext,
  { memory }: DiagnosisParts,
  environment: Environment,
  trace: MessageTrace | undefined,
  argument: unknown,
  signal: AbortSignal,
): Promise<SentMessage> {
  const { sent } = (argument ?? {}) as { sent?: SentMessage };
  const known = sent ?? (trace && memory.sentOf(trace.traceId));
  if (known) return known;
  if (!environment.traces) {
    const { lookBack } = await context.diagnosis();
    const workspace = trustedFolder();
    const code = trace?.tenantCode ?? environment.tenantCode;
    const since = trace?.startedAt ?? Date.now() - LOOK_BACK_MS;
    return lookBack(environment, code, since, { signal, ...(workspace !== undefined && { workspace }) });
  }
  const row = trace?.events.findLast((event) => event.type === "worker.logged");
  const lastLogId = (await environment.tenants?.lastLogId()) ?? 0;
  const answer = trace && answerOf(trace);
  return {
    sentAt: trace?.startedAt ?? Date.now() - LOOK_BACK_MS,
    tenantCode: trace?.tenantCode ?? memory.lastLocal().tenantCode,
    traceIds: trace ? [trace.traceId] : [],
    lastLogIdBefore: row?.type === "worker.logged" ? row.details.notificationLogId - 1 : lastLogId,
    ...(answer && { answer }),
  };
}

/** The API's answer to a request that was made elsewhere. */
function answerOf({ traceId, events }: MessageTrace): ApiAnswer | undefined {
  const event = events.find(({ type }) => type === "api.accepted" || type === "api.rejected");
  if (event?.type === "api.accepted") {
    const { status, elapsedMs, requestId } = event.details;
    return { status, elapsedMs, requestId, body: { enqueued: 1, skipped_no_phone: 0 }, traceIds: [traceId] };
  }
  if (event?.type !== "api.rejected") return undefined;
  const { status, elapsedMs, requestId, detail } = event.details;
  return { status, elapsedMs, requestId, body: { detail }, traceIds: [] };
}

function statusText(status: Diagnosis["layers"][number]["status"]): string {
  switch (status) {
    case "ok":
      return l10n.t("ok");
    case "blocked":
      return l10n.t("blocked");
    case "degraded":
      return l10n.t("degraded");
    case "unknown":
      return l10n.t("unknown");
    case "not-reached":
      return l10n.t("not reached");
  }
}

interface Done {
  environment: Environment;
  diagnosis: Diagnosis;
  trace: MessageTrace | undefined;
}

/** The verdict in two lines, with the first fix and the trace. */
async function tell(context: CommandContext, { environment, diagnosis, trace }: Done): Promise<void> {
  const { verdict } = diagnosis;
  const actions = [
    ...(await fixOf(context, environment, verdict, trace)),
    ...(trace
      ? [{ title: l10n.t("Show trace"), run: () => context.execute("messaging.trace.open", trace.traceId) }]
      : []),
  ];
  const { notifier } = context;
  switch (verdict.outcome) {
    case "ok":
      return notifier.info(verdict.title, ...actions);
    case "unknown":
      return notifier.warning(l10n.t("Cannot tell. Needs: {0}", verdict.needs.join(", ") || verdict.title), ...actions);
    case "silent":
      return notifier.error(`${verdict.title.replace(/\.$/, "")}.`, ...actions);
    default: {
      const title = titleWithCode(verdict.title);
      const where = verdict.layer ? l10n.t("Stopped at {0}: {1}", layerTitle[verdict.layer], title) : title;
      return notifier.error(`${where.replace(/\.$/, "")}.`, ...actions);
    }
  }
}

/** The button of the first fix that can be made from here. */
async function fixOf(
  context: CommandContext,
  environment: Environment,
  verdict: Finding,
  trace: MessageTrace | undefined,
) {
  const tenantCode = trace?.tenantCode;
  if (tenantCode !== undefined && verdict.fixes.some(({ id }) => id === "set-sender")) {
    const senders = (await environment.provider?.senders().catch(() => [])) ?? [];
    const number = activeNumber(senders);
    const given = { tenantCode, traceId: trace?.traceId, ...(number !== undefined && { number }) };
    const title = number === undefined ? l10n.t("Fix sender") : l10n.t("Use {0}", number);
    return [{ title, run: () => context.execute("messaging.sender.fix", given) }];
  }
  if (verdict.cause.startsWith("worker.") && verdict.fixes.some(({ id }) => /(re)?start-worker/.test(id))) {
    return [{ title: l10n.t("Restart worker"), run: () => context.execute("messaging.worker.restart") }];
  }
  if (verdict.fixes.some(({ id }) => id === "redrive")) {
    return [{ title: l10n.t("Redrive DLQ"), run: () => context.execute("messaging.queue.redrive") }];
  }
  return [];
}
