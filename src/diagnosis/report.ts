import { isSuccess } from "./answer";
import type { Diagnosis, Finding } from "./diagnosis";
import type { Evidence } from "./evidence";
import { type Language, textsOf } from "./findings";
import { clip } from "./lines";
import type { Layer } from "./causes";
import { fill } from "./texts/text";
import { maskText } from "../common/masking";

/** How a stretch of text may be coloured; without colours the text says the same. */
export type Style = "ok" | "bad" | "warn" | "dim" | "strong";
export interface Span {
  text: string;
  style?: Style;
}
export type ReportLine = Span[];

export interface ReportOptions {
  language?: Language;
}

const WIDTH = 8;
const INDENT = "    ";
const HEADING = 7;
const MARKDOWN_LOG_LINES = 200;

/** The verdict as a person reads it in ten seconds: a line a layer while green, opening only where it is not. */
export function renderReport(
  diagnosis: Diagnosis,
  evidence: Evidence,
  { language = "en" }: ReportOptions = {},
): ReportLine[] {
  const { verdict, layers, findings } = diagnosis;
  const { report } = textsOf(language);
  const lines: ReportLine[] = [[]];
  for (const { layer, status } of layers) {
    const name = pad(report[`layer-${layer}`]);
    if (layer === verdict.layer)
      lines.push([
        { text: `  ${markOf(verdict)} ${name}`, style: styleOf(verdict) },
        { text: verdict.title, style: "strong" },
      ]);
    else if (status === "ok")
      lines.push([{ text: `  ✔ ${name}`, style: "ok" }, { text: okText(layer, evidence, diagnosis, language) }]);
    else if (status === "not-reached") lines.push([{ text: `  • ${name}${report["not-reached"]}`, style: "dim" }]);
    else if (status === "degraded")
      lines.push([
        { text: `  ◌ ${name}`, style: "warn" },
        { text: findings.find((one) => one.layer === layer)?.title ?? "" },
      ]);
    else lines.push([{ text: `  ? ${name}${report["cannot-tell"]}`, style: "warn" }]);
  }
  lines.push([]);
  if (verdict.outcome === "ok") lines.push([{ text: `  ${verdict.title}. ${verdict.explanation}`, style: "ok" }]);
  else lines.push(...opened(verdict, evidence, language));
  if (verdict.outcome === "ok" && verdict.needs.length > 0)
    lines.push(...block(report.needs, verdict.needs.join(", ")));
  if (findings.length > 0)
    lines.push([], ...findings.flatMap((one) => block(report.also, `${one.title} (${one.cause}, ${percent(one)})`)));
  return lines;
}

/** The same as plain text. */
export const plainText = (lines: readonly ReportLine[]) =>
  `${lines
    .map((spans) =>
      spans
        .map(({ text }) => text)
        .join("")
        .trimEnd(),
    )
    .join("\n")}\n`;

function opened(verdict: Finding, evidence: Evidence, language: Language): ReportLine[] {
  const { report } = textsOf(language);
  const lines: ReportLine[] = [];
  verdict.evidence.forEach(({ source, line, excerpt }, index) =>
    lines.push(
      ...block(index === 0 ? report.seen : "", `${source}${line === undefined ? "" : `:${line}`}  ${excerpt}`),
    ),
  );
  lines.push(...block(report.why, verdict.explanation));
  verdict.fixes.forEach(({ title, command }, index) => {
    lines.push(...block(index === 0 ? report.fix : "", title));
    if (command) lines.push([{ text: `${INDENT}${" ".repeat(HEADING)}  ${command}`, style: "strong" }]);
  });
  if (verdict.needs.length > 0)
    lines.push(...block(report.needs, verdict.needs.map((part) => needText(part, evidence)).join(", ")));
  if (verdict.cause === "none") return lines;
  lines.push(...block(report.certainty, `${percent(verdict)}, ${report[`outcome-${verdict.outcome}`]}`));
  lines.push(...block(report.more, `docs/causes/${verdict.cause}.md · node dist/cli.js diagnose --report md`));
  return lines;
}

const block = (heading: string, text: string): ReportLine[] => [
  [{ text: `${INDENT}${pad(heading, HEADING)}`, style: "dim" }, { text }],
];
const percent = ({ confidence }: Finding) => `${Math.round(confidence * 100)} %`;

function needText(part: string, { worker, sentAt }: Evidence): string {
  if (part !== "worker.logs") return part;
  const since = sentAt ? ` --since ${sentAt}` : "";
  return `worker.logs (docker logs${since} ${worker?.container?.name ?? "academy-messaging-worker"})`;
}

/** `✖` stopped, `◌` looks like success, `?` may have been sent, `•` on purpose. */
function markOf({ outcome }: Finding): string {
  return { blocked: "✖", degraded: "◌", silent: "◌", ambiguous: "?", skipped: "•", ok: "✔", unknown: "?" }[outcome];
}

const styleOf = ({ outcome }: Finding): Style =>
  outcome === "blocked" || outcome === "silent" ? "bad" : outcome === "ok" ? "ok" : "warn";

function okText(layer: Layer, evidence: Evidence, { verdict }: Diagnosis, language: Language): string {
  const { report } = textsOf(language);
  const { api, queue, tenant, worker } = evidence;
  if (layer === "api") {
    const body = api?.body as { enqueued?: number } | undefined;
    const elapsed = api?.elapsedMs === undefined ? "" : `  ${duration(api.elapsedMs)}`;
    const isKnown =
      api?.status !== undefined &&
      isSuccess({ status: api.status, text: "", detail: "", codes: [], fields: {}, isHtml: false });
    return isKnown ? `${fill(report["api-ok"], { status: api.status, enqueued: body?.enqueued })}${elapsed}` : "";
  }
  if (layer === "queue") return queue?.name ?? "";
  if (layer === "provider") return verdict.outcome === "ok" ? "" : fill(report["provider-ok"], {});
  const own = tenant?.messaging_sender;
  const sender = own || worker?.env?.["SOLAPI_SENDER"];
  return fill(report["worker-ok"], { sender, senderSource: own ? "Tenant.messaging_sender" : "SOLAPI_SENDER" });
}

const duration = (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

/** Hangul takes two columns of a terminal. */
function pad(text: string, width = WIDTH): string {
  const columns = [...text].reduce((sum, character) => sum + (/[ᄀ-ᇿ⺀-꓏가-힣]/.test(character) ? 2 : 1), 0);
  return text + " ".repeat(Math.max(1, width - columns));
}

/**
 * The report for an issue tracker: the verdict and the three collected items (API answer, worker log of that span,
 * Tenant.messaging_sender), masked.
 */
export function renderMarkdown(
  diagnosis: Diagnosis,
  evidence: Evidence,
  { language = "en" }: ReportOptions = {},
): string {
  const { report } = textsOf(language);
  const { verdict, layers, findings } = diagnosis;
  const { api, worker, tenant } = evidence;
  const marks = { ok: "✔", blocked: "✖", degraded: "◌", unknown: "?", "not-reached": "•" } as const;
  const answer = api?.error
    ? `${api.error.code ?? ""} ${api.error.message ?? ""}`
    : api?.status === undefined
      ? report["not-collected"]
      : `${api.status} ${bodyText(api.body)}`;
  const sender =
    tenant?.messaging_sender === undefined ? report["not-collected"] : tenant.messaging_sender || report.empty;
  return [
    `# ${report["report-title"]}`,
    "",
    `## ${report["report-verdict"]}`,
    "",
    `**${verdict.title}**${verdict.cause === "none" ? "" : ` (\`${verdict.cause}\`, ${report[`outcome-${verdict.outcome}`]}, ${percent(verdict)})`}`,
    "",
    verdict.explanation,
    "",
    layers.map(({ layer, status }) => `${marks[status]} ${report[`layer-${layer}`]}`).join(" → "),
    "",
    ...listed(
      report.seen,
      verdict.evidence.map(
        ({ source, line, excerpt }) => `${source}${line === undefined ? "" : `:${line}`} ${code(excerpt)}`,
      ),
    ),
    ...listed(
      report.fix,
      verdict.fixes.map(({ title, command }) => (command ? `${title}: ${code(command)}` : title)),
    ),
    ...listed(report.needs, verdict.needs),
    ...listed(
      report.also,
      findings.map((one) => `${one.title} (\`${one.cause}\`, ${percent(one)})`),
    ),
    `## ${report["report-api"]}`,
    "",
    fenced(maskText(answer.trim())),
    "",
    `## ${report["report-log"]}${evidence.sentAt ? ` (${evidence.sentAt} – ${evidence.collectedAt ?? "…"})` : ""}`,
    "",
    fenced(logText(worker?.logs, report["not-collected"], report["no-lines"])),
    "",
    `## ${report["report-sender"]}`,
    "",
    fenced(`${tenant?.code ? `${tenant.code}: ` : ""}${sender}`),
    "",
  ].join("\n");
}

const listed = (heading: string, items: readonly string[]) =>
  items.length > 0 ? [`**${heading}**`, "", ...items.map((item) => `- ${item}`), ""] : [];
const code = (text: string) => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);
const bodyText = (body: unknown) => (body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));

/** A fence that no line of the text can close. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function logText(log: string | undefined, notCollected: string, none: string): string {
  if (log === undefined) return notCollected;
  const lines = log.split(/\r?\n/).filter((one) => one.trim());
  if (lines.length === 0) return none;
  const shown = lines.slice(-MARKDOWN_LOG_LINES).map((one) => clip(one, 1_000));
  return [...(lines.length > shown.length ? [`… ${lines.length - shown.length} …`] : []), ...shown].join("\n");
}
