import { isSuccess, readAnswer } from "../answers/answer";
import type { Diagnosis, Finding } from "../diagnosis";
import type { Evidence } from "../evidence";
import { generationOf } from "../facts";
import { type Language, textsIn } from "../texts/language";
import { capital } from "./findingText";
import { clip } from "../logLines";
import type { Layer } from "../../common/layer";
import { fill, fillCommand } from "../texts/text";
import { createLineMask, maskStart } from "../../common/masking";
import { codeSpan, fencedBlock, inlineMarkdown } from "../../common/shown/markdown";
import { shownValue } from "../../common/shown/shownLine";
import { visibleText } from "../../common/shown/visibleText";
import { zonedTime } from "../../common/zonedTime";
import { withoutWritten } from "../answers/answerBody";
import { parsedLogsOf } from "../verdict";

/** How a piece of text may be coloured. The text has the same meaning without colours. */
export type Style = "ok" | "bad" | "warn" | "dim" | "strong";
export interface Span {
  text: string;
  style?: Style;
}
export type ReportLine = Span[];

export interface ReportOptions {
  language?: Language;
  /** Width of the terminal. Sentences wrap to fit. Default: 100. */
  columns?: number;
  /** The command that produced this report, used to show how to get the version for an issue tracker. */
  command?: string;
  /** What is wrong now, whatever became of the message; a line each. Only in Markdown. */
  now?: readonly string[];
}

const WIDTH = 8;
const INDENT = "    ";
const HEADING = 7;
/** Columns of a sentence: wider or narrower text is hard to read. */
const WIDEST = 88;
const NARROWEST = 36;
const MARKDOWN_LOG_LINES = 200;
/** Characters of the answer in a Markdown report. */
const MARKDOWN_ANSWER = 20_000;
/** Characters of a name or a time from the evidence. */
const SHOWN_NAME = 100;

/**
 * The verdict in a form that a person reads in ten seconds: one line for each green layer, details only where there is
 * a problem.
 */
export function renderReport(
  diagnosis: Diagnosis,
  evidence: Evidence,
  { language = "en", columns = 100, command }: ReportOptions = {},
): ReportLine[] {
  const { verdict, layers, findings } = diagnosis;
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns - INDENT.length - HEADING - 1));
  const { report } = textsIn(language);
  const lines: ReportLine[] = [[]];
  for (const { layer, status } of layers) {
    const name = pad(nameOf(layer, verdict, language));
    if (layer === verdict.layer)
      lines.push([
        { text: `  ${markOf(verdict)} ${name}`, style: styleOf(verdict) },
        { text: verdict.title, style: "strong" },
      ]);
    else if (status === "ok")
      lines.push([{ text: `  ✔ ${name}`, style: "ok" }, { text: okText(layer, evidence, language) }]);
    else if (status === "not-reached") lines.push([{ text: `  • ${name}${report["not-reached"]}`, style: "dim" }]);
    else if (status === "degraded")
      lines.push([
        { text: `  ◌ ${name}`, style: "warn" },
        { text: findings.find((one) => one.layer === layer)?.title ?? "" },
      ]);
    else
      lines.push([
        { text: `  ? ${name}${fill(report["cannot-tell"], { part: missingOf(layer, verdict) })}`, style: "warn" },
      ]);
  }
  lines.push([]);
  if (verdict.outcome === "ok" && verdict.fixes.length === 0)
    for (const line of wrapped(`${verdict.title}. ${verdict.explanation}`, width))
      lines.push([{ text: `  ${line}`, style: "ok" }]);
  else lines.push(...opened(verdict, evidence, { language, width, command }));
  if (verdict.outcome === "ok" && verdict.fixes.length === 0 && verdict.needs.length > 0)
    lines.push(...block(report.needs, verdict.needs.join(", ")));
  if (findings.length > 0)
    lines.push([], ...findings.flatMap((one) => block(report.also, `${one.title} (${one.cause}, ${percent(one)})`)));
  return lines;
}

/** The report as plain text. */
export const plainText = (lines: readonly ReportLine[]) =>
  `${lines
    .map((spans) =>
      spans
        .map(({ text }) => text)
        .join("")
        .trimEnd(),
    )
    .join("\n")}\n`;

interface Opening {
  language: Language;
  width: number;
  command: string | undefined;
}

function opened(verdict: Finding, evidence: Evidence, { language, width, command: run }: Opening): ReportLine[] {
  const { report } = textsIn(language);
  const lines: ReportLine[] = [];
  verdict.evidence.forEach(({ source, line, excerpt }, index) =>
    lines.push(
      ...block(index === 0 ? report.seen : "", `${source}${line === undefined ? "" : `:${line}`}  ${excerpt}`),
    ),
  );
  lines.push(...prose(report.why, verdict.explanation, width));
  verdict.fixes.forEach(({ title, command }, index) => {
    lines.push(...block(index === 0 ? report.fix : "", title));
    if (command) lines.push([{ text: `${INDENT}${" ".repeat(HEADING)}  ${command}`, style: "strong" }]);
  });
  if (verdict.needs.length > 0)
    verdict.needs.forEach((part, index) =>
      lines.push(...block(index === 0 ? report.needs : "", needText(part, evidence))),
    );
  if (verdict.cause === "none") return lines;
  lines.push(...block(report.certainty, `${percent(verdict)}, ${report[`outcome-${verdict.outcome}`]}`));
  const asReport = run ? ` · ${run} --report md` : "";
  lines.push(...block(report.more, `docs/causes/${verdict.cause}.md${asReport}`));
  return lines;
}

const block = (heading: string, text: string): ReportLine[] => [
  [{ text: `${INDENT}${pad(heading, HEADING)}`, style: "dim" }, { text }],
];
/** Sentences wrap between words. Evidence and commands stay on one line, so that they can be searched and copied. */
const prose = (heading: string, text: string, width: number): ReportLine[] =>
  wrapped(text, width).flatMap((line, index) => block(index === 0 ? heading : "", line));
const percent = ({ confidence }: Finding) => `${Math.round(confidence * 100)} %`;

/** The missing part, plus the command that fetches it, if a single command does. */
function needText(part: string, { worker, sentAt }: Evidence): string {
  const values = {
    container: worker?.container?.name ?? "academy-messaging-worker",
    since: sentAt && maskStart(sentAt, SHOWN_NAME),
  };
  const commands = commandsOfPart[part]?.map((template) => fillCommand(template, values));
  const command = commands?.find((one) => one !== undefined);
  return command ? `${part} (${command})` : part;
}

/** The better command comes first. A command is omitted if one of its values is unknown. */
const commandsOfPart: Record<string, string[]> = {
  "worker.container": ["docker inspect {container}"],
  "worker.logs": ["docker logs --since {since} {container}", "docker logs {container}"],
};

/** `✖` stopped, `◌` looks like success, `?` may have been sent, `•` deliberately not sent. */
function markOf({ outcome }: Finding): string {
  return { blocked: "✖", degraded: "◌", silent: "◌", ambiguous: "?", skipped: "•", ok: "✔", unknown: "?" }[outcome];
}

/** What a layer is called: by the system that the evidence names, where the verdict is about another than the usual. */
const nameOf = (layer: Layer, verdict: Finding, language: Language) =>
  (verdict.layer === layer || (layer === "provider" && verdict.outcome === "ok")) && verdict.system
    ? capital(verdict.system)
    : textsIn(language).report[`layer-${layer}`];

const styleOf = ({ outcome }: Finding): Style =>
  outcome === "blocked" || outcome === "silent" ? "bad" : outcome === "ok" ? "ok" : "warn";

function okText(layer: Layer, evidence: Evidence, language: Language): string {
  const { report } = textsIn(language);
  const { api, queue, tenant, worker } = evidence;
  if (layer === "api") {
    const answer = readAnswer(api);
    if (!isSuccess(answer)) return report.passed;
    const elapsed = answer.elapsedMs === undefined ? "" : `  ${duration(answer.elapsedMs)}`;
    return `${fill(report["api-ok"], { status: answer.status, enqueued: answer.enqueued })}${elapsed}`;
  }
  if (layer === "queue") return maskStart(queue?.name ?? report.passed, SHOWN_NAME);
  if (layer === "provider")
    return fill(report["provider-ok"], {
      code: maskStart(evidence.provider?.messages?.[0]?.statusCode ?? "", SHOWN_NAME),
    });
  const isOwnUsed = (evidence.backend?.generation ?? generationOf(evidence)) !== "2026-08";
  const own = isOwnUsed ? tenant?.messaging_sender : undefined;
  const sender = own || worker?.env?.["SOLAPI_SENDER"];
  const from = own ? "Tenant.messaging_sender" : "SOLAPI_SENDER";
  return sender ? fill(report["worker-ok"], { sender, senderSource: from }) : report.passed;
}

/** The missing part of the bundle that leaves a layer undecided. */
const missingOf = (layer: Layer, { outcome, needs }: Finding) =>
  outcome === "unknown" ? needs.find((part) => part.startsWith(partOf[layer])) : undefined;

const partOf: Record<Layer, string> = { api: "api", queue: "queue", worker: "worker", provider: "provider" };

const duration = (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

/** A Hangul character takes two terminal columns. */
const columnsOf = (text: string) =>
  [...text].reduce((sum, character) => sum + (/[ᄀ-ᇿ⺀-꓏가-힣]/.test(character) ? 2 : 1), 0);
const pad = (text: string, width = WIDTH) => text + " ".repeat(Math.max(1, width - columnsOf(text)));

function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const part of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line && columnsOf(line) + 1 + columnsOf(part) > width) lines.push(part);
    else lines[lines.length - 1] = line ? `${line} ${part}` : part;
  }
  return lines;
}

/**
 * The report for an issue tracker: the verdict and the three collected items (API answer, worker log of that period,
 * Tenant.messaging_sender), masked.
 */
export function renderMarkdown(
  diagnosis: Diagnosis,
  evidence: Evidence,
  { language = "en", now = [] }: ReportOptions = {},
): string {
  const { report } = textsIn(language);
  const { verdict, layers, findings } = diagnosis;
  const { api, worker, tenant } = evidence;
  const marks = { ok: "✔", blocked: "✖", degraded: "◌", unknown: "?", "not-reached": "•" } as const;
  const answer = api?.error
    ? `${api.error.code ?? ""} ${api.error.message ?? ""}`
    : api?.status === undefined
      ? report["not-collected"]
      : `${api.status} ${bodyText(shownValue(withoutWritten(api.body), masked))}`;
  const sender =
    tenant?.messaging_sender === undefined ? report["not-collected"] : tenant.messaging_sender || report.empty;
  const span = evidence.sentAt ? ` (${maskStart(spanText(evidence, evidence.sentAt), SHOWN_NAME)})` : "";
  return [
    `# ${report["report-title"]}`,
    "",
    `## ${report["report-verdict"]}`,
    "",
    `**${inlineMarkdown(verdict.title)}**${verdict.cause === "none" ? "" : ` (\`${verdict.cause}\`, ${report[`outcome-${verdict.outcome}`]}, ${percent(verdict)})`}`,
    "",
    inlineMarkdown(verdict.explanation),
    "",
    layers.map(({ layer, status }) => `${marks[status]} ${nameOf(layer, verdict, language)}`).join(" → "),
    "",
    ...listed(
      report.seen,
      verdict.evidence.map(
        ({ source, line, excerpt }) => `${source}${line === undefined ? "" : `:${line}`} ${codeSpan(excerpt)}`,
      ),
    ),
    ...listed(
      report.fix,
      verdict.fixes.map(({ title, command }) =>
        command ? `${inlineMarkdown(title)}: ${codeSpan(command)}` : inlineMarkdown(title),
      ),
    ),
    ...listed(report.needs, verdict.needs.map(inlineMarkdown)),
    ...listed(
      report.also,
      findings.map((one) => `${inlineMarkdown(one.title)} (\`${one.cause}\`, ${percent(one)})`),
    ),
    ...(now.length > 0
      ? [`## ${report["report-now"]}`, "", ...now.map((line) => `- ${inlineMarkdown(maskStart(line, 1_000))}`), ""]
      : []),
    `## ${report["report-api"]}`,
    "",
    fencedBlock(maskStart(answer.trim(), MARKDOWN_ANSWER)),
    "",
    `## ${report["report-log"]}${span}`,
    "",
    fencedBlock(logText(worker?.logs, report["not-collected"], report["no-lines"])),
    "",
    `## ${report["report-sender"]}`,
    "",
    fencedBlock(
      `${tenant?.code ? `${maskStart(tenant.code, SHOWN_NAME)}: ` : ""}${visibleText(sender.slice(0, SHOWN_NAME))}`,
    ),
    "",
  ].join("\n");
}

/** From the send to the collection, in the zone of the log's lines. */
function spanText(evidence: Evidence, sentAt: string): string {
  const offset = parsedLogsOf(evidence).worker?.zone.offsetMinutes;
  const { collectedAt } = evidence;
  return `${zonedTime(sentAt, offset)} – ${collectedAt === undefined ? "…" : zonedTime(collectedAt, offset)}`;
}

const listed = (heading: string, items: readonly string[]) =>
  items.length > 0 ? [`**${heading}**`, "", ...items.map((item) => `- ${item}`), ""] : [];
/** Each text by itself: quotes in quotes hide where a secret ends. */
const masked = (text: string) => maskStart(text, MARKDOWN_ANSWER);
const bodyText = (body: unknown) => (body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));

function logText(log: string | undefined, notCollected: string, none: string): string {
  if (log === undefined) return notCollected;
  const lines = log.split(/\r?\n/).filter((one) => one.trim());
  if (lines.length === 0) return none;
  const maskLine = createLineMask((line) => clip(line, 1_000));
  const shown = lines.slice(-MARKDOWN_LOG_LINES).map(maskLine);
  return [...(lines.length > shown.length ? [`… ${lines.length - shown.length} …`] : []), ...shown].join("\n");
}
