import * as l10n from "@vscode/l10n";
import { parseLog } from "../../diagnosis/logs/logParser";
import type { QueueReading, TenantSchema } from "../environment";
import type { SourceLocation, VersionSign } from "./versionProfile";
import { generationFacts, generations } from "./versionProfile";

/** Columns of NotificationLog that exist only in the August generation. */
const AUGUST_COLUMNS = ["status", "provider_message_id", "source_tenant", "source_tenant_id"];

export function schemaSigns({ logFields }: TenantSchema): VersionSign[] {
  if (logFields.length === 0) return [];
  const found = AUGUST_COLUMNS.find((name) => logFields.includes(name));
  return found
    ? [{ says: "2026-08", weight: 0.95, what: l10n.t("NotificationLog has the column {0}", found) }]
    : [{ says: "2026-03", weight: 0.9, what: l10n.t("NotificationLog has neither status nor provider_message_id") }];
}

export function queueSigns({ name, visibilityTimeout, redrive }: QueueReading): VersionSign[] {
  const shaped = generations.find((generation) => {
    const { visibilityTimeoutSeconds, maxReceiveCount } = generationFacts[generation];
    return visibilityTimeoutSeconds === visibilityTimeout && maxReceiveCount === redrive?.maxReceiveCount;
  });
  if (!shaped) return queueNameSigns(name);
  const what = l10n.t(
    "visibility timeout {0} s, {1} receives",
    visibilityTimeout ?? "?",
    redrive?.maxReceiveCount ?? "?",
  );
  return [...queueNameSigns(name), { says: shaped, weight: 0.4, what }];
}

/** Each generation has its own usual queue name. */
export function queueNameSigns(name: string): VersionSign[] {
  const named = generations.find((generation) => generationFacts[generation].queueName === name);
  return named ? [{ says: named, weight: 0.6, what: l10n.t("the queue is named {0}", name) }] : [];
}

/** Lines that only one generation prints. */
export function logSigns(lines: readonly { text: string }[]): VersionSign[] {
  const log = parseLog(lines.map(({ text }) => text).join("\n"), { source: "worker.logs" });
  const { generation } = log;
  const record = log.records.find(({ pattern }) => pattern?.generation === generation);
  if (!generation || !record?.pattern) return [];
  return [{ says: generation, weight: 0.75, what: l10n.t('the worker logs "{0}"', record.pattern.template) }];
}

/** A workspace file; Python files are searched for signs. */
interface Source {
  file: string;
  text: string;
}

const codeSigns: readonly { says: VersionSign["says"]; weight: number; pattern: RegExp; what: string }[] = [
  { says: "2026-08", weight: 0.7, pattern: /academy-v1-messaging-queue/, what: "academy-v1-messaging-queue" },
  { says: "2026-08", weight: 0.7, pattern: /\bretryable_failed\b|\bsource_tenant\b/, what: "retryable_failed" },
  { says: "2026-03", weight: 0.6, pattern: /academy-messaging-jobs/, what: "academy-messaging-jobs" },
  {
    says: "2026-03",
    weight: 0.7,
    pattern: /messaging_sender\b.*\bor\b.*SOLAPI_SENDER|payload.*sender.*\bor\b.*messaging_sender/i,
    what: "payload → messaging_sender → SOLAPI_SENDER",
  },
];

/** Each kind of sign once, at its first occurrence. */
export function sourceSigns(sources: readonly Source[]): VersionSign[] {
  return codeSigns.flatMap(({ says, weight, pattern, what }) => {
    const where = placeOf(sources, pattern);
    return where ? [{ says, weight, what: l10n.t("the code says {0}", what), where }] : [];
  });
}

/** Where the code reads the fallback sender from its environment. */
export const senderSourceIn = (sources: readonly Source[]): SourceLocation | undefined =>
  placeOf(sources, /(?:environ|getenv|config|settings).{0,20}["'(]SOLAPI_SENDER|settings\.SOLAPI_SENDER/);

function placeOf(sources: readonly Source[], pattern: RegExp): SourceLocation | undefined {
  for (const { file, text } of sources) {
    if (!file.endsWith(".py")) continue;
    const index = text.split("\n").findIndex((line) => pattern.test(line) && !line.trimStart().startsWith("#"));
    if (index >= 0) return { file, line: index + 1 };
  }
  return undefined;
}
