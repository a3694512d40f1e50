import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { exitCodeOf } from "../../diagnosis/diagnosis";
import { layerLines, reachedProvider } from "../../runtime/message/layerLines";
import { summaryOf } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { StackClient } from "../../runtime/control/stackClient";
import type { SendRequest } from "../../runtime/control/stackContract";
import { requestWrite } from "../../operations/environment/requestWrite";
import { diagnoseSend, writeOf } from "../../targets/evidence/liveDiagnosis";
import type { LiveDiagnosis } from "../../targets/evidence/liveDiagnosis";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import { exitCodes } from "../exitCodes";
import type { StackChoice } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";
import { languageOf } from "../cliLanguage";
import { reportLines } from "../diagnosis/reportLines";
import { renderLayerLines } from "./traceLines";

/** The queue may not let the worker delete: what is known by then is told. */
const TOLD_WITHIN_MS = 2_000;

export interface FollowedSend extends LiveDiagnosis {
  /** One a recipient; for a refused request the request's own. */
  traces: MessageTrace[];
}

/** Sends through the local stack and follows the messages until it is decided what became of them. */
export async function sendAndDescribe(
  client: StackClient,
  stack: StackChoice,
  tenantCode: string,
  request: SendRequest,
): Promise<FollowedSend> {
  const options = { language: languageOf(process.env) };
  const { seq } = await client.snapshot();
  const write = writeOf({ tenantCode, request });
  const target = await requestWrite(createLocalEnvironment(client), write, operationOf(stack));
  const decided = await diagnoseSend(target!, options); // nobody is asked about the local stack
  const { answer, traceIds } = decided.sent;
  const requestIds = answer && "requestId" in answer ? [answer.requestId] : [];
  const ids = traceIds.length > 0 ? traceIds : requestIds;
  if (decided.diagnosis.verdict.outcome === "ok") await allTold(client, traceIds, seq);
  const traces = await Promise.all(ids.map((id) => client.trace(id).catch(() => undefined)));
  return { ...decided, traces: traces.filter((trace) => trace !== undefined) };
}

/** What the worker has stored it may still be telling: all is told when the message is deleted. */
async function allTold(client: StackClient, traceIds: readonly string[], since: number): Promise<void> {
  const open = new Set(traceIds);
  for await (const { type, traceId } of client.events(since, AbortSignal.timeout(TOLD_WITHIN_MS))) {
    if (type === "queue.deleted") open.delete(traceId);
    if (open.size === 0) return;
  }
}

/** The provider took every message, and none only looks so. */
export const didReach = ({ sent, traces, diagnosis: { verdict } }: FollowedSend): boolean =>
  sent.traceIds.length > 0 && traces.every(isThrough) && verdict.outcome !== "silent";

const isThrough = (trace: MessageTrace): boolean => reachedProvider(layerLines(trace));

export const exitCodeOfSend = (send: FollowedSend): number =>
  didReach(send) ? exitCodes.ok : exitCodeOf(send.diagnosis);

/** What `--json` prints of it. */
export const sendJson = (send: FollowedSend) => ({
  version: 1,
  reached: didReach(send),
  answer: send.sent.answer,
  traces: send.traces,
  diagnosis: send.diagnosis,
});

/** The layers of each message that got through; where one did not, the verdict on it. */
export function describeSend(what: { tenant: string; mode: string; text?: string }, send: FollowedSend): string[] {
  const { sent, diagnosis, evidence, traces } = send;
  const { outcome } = diagnosis.verdict;
  const messages = sent.traceIds.length > 0 ? traces : [];
  const through = outcome === "silent" ? [] : messages.filter(isThrough);
  const lines = through.flatMap((trace) => [headLine(what, trace), "", ...layersOf(trace), ""]);
  if (outcome === "ok") return lines;
  const others = messages.filter((trace) => !through.includes(trace)).map((trace) => headLine(what, trace));
  if (messages.length === 0) others.push(l10n.t("Test message for {0}", what.tenant));
  const report = reportLines(diagnosis, evidence);
  return [...lines, ...others, ...(others.length > 0 ? report : report.slice(1)), ""]; // it begins with an empty line
}

function headLine(
  { tenant, mode, text }: { tenant: string; mode: string; text?: string },
  trace: MessageTrace,
): string {
  const what = text === undefined ? mode : `${mode.toUpperCase()} "${[...text].slice(0, 30).join("")}"`;
  return l10n.t("Test message {0}  {1} → {2}  {3}", trace.traceId, tenant, trace.to ?? "?", what);
}

function layersOf(trace: MessageTrace): string[] {
  const row = trace.events.findLast((event) => event.type === "worker.logged");
  const log =
    row?.type === "worker.logged"
      ? row.details.success
        ? l10n.t("NotificationLog #{0}: success.", row.details.notificationLogId)
        : l10n.t("NotificationLog #{0}: {1}", row.details.notificationLogId, row.details.failureReason)
      : l10n.t("No NotificationLog row was written.");
  const { elapsedMs = 0 } = summaryOf(trace); // it got through
  return [
    ...renderLayerLines(layerLines(trace)),
    "",
    `  ${l10n.t("Reached the provider in {0}.", formatDuration(elapsedMs))} ${log}`,
  ];
}
