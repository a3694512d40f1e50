import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { exitCodeOf } from "../../diagnosis/diagnosis";
import { layerLines } from "../../runtime/message/layerLines";
import { hasReached, summaryOf } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { isReached, recipientsText } from "../../operations/message/recipientFates";
import type { Fate, Recipients } from "../../operations/message/recipientFates";
import type { SendReport } from "../../operations/message/sendMessages";
import { exitCodes } from "../exitCodes";
import { reportLines } from "../diagnosis/reportLines";
import type { CauseGroup } from "../../operations/inquiry/causeGroups";
import { groupJson } from "./inquiryJson";
import { groupLines } from "./inquiryLines";
import { renderLayerLines } from "./traceLines";

/** The provider accepted a message for everybody that was asked for, and no acceptance is only apparent. */
export const didReach = ({ recipients: { asked, reached }, diagnosis: { verdict } }: SendReport): boolean =>
  asked > 0 && reached === asked && verdict.outcome !== "silent";

/** 0 only if every requested recipient was reached. */
export function exitCodeOfSend(report: SendReport): number {
  if (didReach(report)) return exitCodes.ok;
  return exitCodeOf(report.diagnosis) === exitCodes.ok ? exitCodes.stopped : exitCodeOf(report.diagnosis);
}

/** What `--json` prints. */
export const sendJson = (report: SendReport) => ({
  version: 1,
  reached: didReach(report),
  warnings: report.warnings,
  answer: report.sent.answer,
  recipients: report.recipients,
  traces: report.messages,
  diagnosis: report.diagnosis,
  ...(report.groups && { groups: report.groups.map(groupJson) }),
});

export interface SentText {
  tenant: string;
  mode: string;
  text?: string;
  student?: readonly number[];
}

/** For one recipient, the layers, and the verdict if the message did not get through; for many, their groups. */
export function describeSend(what: SentText, report: SendReport): string[] {
  const { recipients, diagnosis, evidence, messages } = report;
  const { outcome } = diagnosis.verdict;
  const rest = outcome === "ok" ? [] : reportLines(diagnosis, evidence);
  if (report.groups) return groupedLines(what, recipients, report.groups);
  if (recipients.asked > 1) return [...fateLines(what, recipients), ...rest, ""];
  const [message] = messages;
  if (message && didReach(report) && message.events.length > 0) {
    return [headLine(what, message), "", ...layersOf(message), "", ...(rest.length > 0 ? [...rest, ""] : [])];
  }
  const head =
    message && message.events.length > 0 ? headLine(what, message) : l10n.t("Test message for {0}", what.tenant);
  return outcome === "ok" ? [head, "", ...reportLines(diagnosis, evidence), ""] : [head, ...rest, ""];
}

/** The recipients of a send to many, by cause. */
const groupedLines = (
  { tenant }: Pick<SentText, "tenant">,
  { asked, reached }: Recipients,
  groups: readonly CauseGroup[],
) => [
  l10n.t("Test messages for {0}: {1}", tenant, l10n.t("{0} of {1} reached Solapi", reached, asked)),
  "",
  ...groups.flatMap((group) => groupLines(group, asked)),
];

/** One line per fate, with the recipients it applies to as far as they fit. */
function fateLines({ tenant }: SentText, recipients: Recipients): string[] {
  const head = l10n.t("Test messages for {0}: {1}", tenant, recipientsText(recipients) ?? "");
  const rows = recipients.fates.map(
    (fate) => `  ${isReached(fate) ? "✔" : "✖"} ${String(fate.count).padStart(5)}  ${fateText(fate)}`,
  );
  return [recipients.asked <= FEW ? head : l10n.t("Test messages for {0}", tenant), "", ...rows];
}

/** Up to this many fit in one sentence that names all of them. */
const FEW = 5;
const NAMED = 20;

function fateText({ text, cause, students }: Fate): string {
  const named = students.slice(0, NAMED).join(", ");
  const whose = students.length === 0 ? "" : students.length > NAMED ? `${named}, …` : named;
  return [text, cause === "none" ? "" : cause, whose && l10n.t("student {0}", whose)].filter(Boolean).join(" · ");
}

/** A request that the API refused has no number: then the student is named. */
function headLine({ tenant, mode, text, student }: SentText, trace: MessageTrace): string {
  const said = text === undefined ? "" : ` "${[...text].slice(0, 30).join("")}"`;
  const whom = trace.to ?? (student ? l10n.t("student {0}", student.join(", ")) : "?");
  return l10n.t("Test message {0}  {1} → {2}  {3}", trace.traceId, tenant, whom, mode.toUpperCase() + said);
}

function layersOf(trace: MessageTrace): string[] {
  const row = trace.events.findLast((event) => event.type === "worker.logged");
  const log =
    row?.type === "worker.logged"
      ? row.details.success
        ? l10n.t("NotificationLog #{0}: success.", row.details.notificationLogId)
        : l10n.t("NotificationLog #{0}: {1}", row.details.notificationLogId, row.details.failureReason)
      : l10n.t("No NotificationLog row was written.");
  const reached = hasReached(trace) ? reachedText(summaryOf(trace).elapsedMs) : "";
  return [...renderLayerLines(layerLines(trace)), "", `  ${[reached, log].filter(Boolean).join(" ")}`];
}

const reachedText = (elapsedMs: number | undefined) =>
  elapsedMs === undefined ? l10n.t("Reached Solapi.") : l10n.t("Reached Solapi in {0}.", formatDuration(elapsedMs));
