import * as l10n from "@vscode/l10n";
import { messageOf } from "../../../common/errors";
import { withoutIds } from "../../../common/text/withoutIds";
import { maskNumber } from "../../../common/masking";
import { isSameNumber } from "../../../diagnosis/facts/namedRecipients";
import { diagnose } from "../../../diagnosis/verdict";
import type { Evidence } from "../../../diagnosis/evidence";
import type { Environment, ProviderRecord } from "../../../targets/environment";
import { ignoredIn, withFittingCommands } from "../../diagnosis/diagnoseCollected";
import type { OperationContext } from "../../operation";
import { readSources } from "./backendSources";
import type { BackendSources } from "./backendSources";
import type { MessageFilter } from "../filter/messageFilter";
import type { LookedAt, Searched } from "../foundMessage";
import type { InquiryFate } from "../archive/messageFates";
import { piecesOf } from "./messagePieces";
import type { MessagePieces } from "./messagePieces";
import { commonTraits } from "../commonTraits";
import type { Sighting } from "../../../runtime/message/sighting";
import type { SeenFate } from "../seenFate";

const DAY_MS = 86_400_000;

/**
 * The messages of a real backend, newest first, in one page: put together from its rows, Solapi's records and its logs
 * of that time.
 */
export async function* backendMessages(
  environment: Environment,
  filter: MessageFilter,
  context: Pick<OperationContext, "signal" | "language" | "workspace" | "interaction" | "commandLine">,
): AsyncGenerator<SeenFate[], Searched> {
  const { signal, language, workspace } = context;
  const until = filter.until ?? Date.now() + 1;
  const from = filter.from ?? until - DAY_MS;
  const tenant = filter.tenant ?? environment.tenantCode;
  const { numbers, note } = await numbersOf(environment, filter, tenant, signal);
  const sources = await readSources(environment, { from, until, tenant }, signal);
  const ignored = await ignoredIn(workspace, []);
  const known = new Map<string, InquiryFate>();
  const found: SeenFate[] = [];
  let hidden = 0;
  for (const pieces of piecesOf(sources)) {
    // Records are read from a little earlier on, for the rows at the window's beginning.
    if (pieces.at < from || pieces.at >= until) continue;
    const sure = isAskedFor(pieces, filter, numbers);
    if (sure === 0) {
      if (numbers && isHidden(pieces, numbers)) hidden += 1;
      continue;
    }
    const kind = kindOf(pieces);
    let fate = known.get(kind);
    if (!fate) {
      const diagnosis = diagnose(evidenceOf(pieces, tenant, sources.named), { language, ignored });
      fate = (await withFittingCommands(diagnosis, environment, context)).verdict;
      known.set(kind, fate);
    }
    const told = { ...fate, confidence: Math.round(fate.confidence * sure * 100) / 100 };
    found.push(seen(pieces, told, tenant, sources.named));
  }
  yield found;
  const unsure = [
    ...(note === undefined ? [] : [{ part: "students", note }]),
    ...(hidden === 0
      ? []
      : [{ part: "recipients", note: l10n.t("{0} messages do not show enough of their number", hidden) }]),
  ].map((each): LookedAt => ({ ...each, from, until, complete: false }));
  return { window: { from, until }, looked: [...unsure, ...sources.looked] };
}

/** The numbers that the inquiry is about, absent for any, and why not all of them are known. */
interface AskedNumbers {
  numbers?: string[];
  note?: string;
}

/** As given, or those of the students. */
async function numbersOf(
  { tenants }: Environment,
  { to, student, students }: MessageFilter,
  tenant: string,
  signal: AbortSignal,
): Promise<AskedNumbers> {
  if (to !== undefined) return { numbers: [to] };
  const ids = student === undefined ? students?.map((each) => Number(each.split("/").at(-1))) : [student];
  if (!ids) return {};
  if (!tenants?.recipients) return { numbers: [], note: l10n.t("the numbers of students cannot be looked up here") };
  try {
    const sides = ["parent", "student"] as const;
    const found = (await Promise.all(sides.map((side) => tenants.recipients!(tenant, ids, side, signal)))).flat();
    const numbers = found.flatMap(({ number }) => number?.replace(/\D/g, "") || []);
    if (numbers.length > 0) return { numbers };
    return { numbers, note: l10n.t("no number is stored for student {0} of {1}", ids.join(", "), tenant) };
  } catch (error) {
    signal.throwIfAborted();
    return { numbers: [], note: messageOf(error) };
  }
}

/** Rows show the first digits of a number only: many people have the same. */
const MASKED_MATCH = 0.5;
/** Fewer digits are the last ones of a number. */
const WHOLE_NUMBER = 9;

/** How surely the message is one that was asked for; 0: it is another. */
function isAskedFor(
  { id: own, row, record, to }: MessagePieces,
  { id }: MessageFilter,
  numbers: string[] | undefined,
): number {
  if (id !== undefined && ![own, row?.id, record?.messageId, record?.groupId].includes(id)) return 0;
  if (!numbers) return 1;
  if (record?.to !== undefined) return numbers.some((number) => record.to!.endsWith(number)) ? 1 : 0;
  return to !== undefined && numbers.some((number) => number.length >= WHOLE_NUMBER && isSameNumber(number, to))
    ? MASKED_MATCH
    : 0;
}

/** Shows too little of its number to say that it is another one. */
function isHidden({ record, to }: MessagePieces, numbers: readonly string[]): boolean {
  if (record?.to !== undefined) return false;
  return to === undefined || numbers.some((number) => number.length < WHOLE_NUMBER);
}

function evidenceOf(
  { at, row, record, lines, source }: MessagePieces,
  tenant: string,
  named: BackendSources["named"],
): Evidence {
  const logs = lines.map(({ at, text }) => `${new Date(at).toISOString()} ${text}`).join("\n");
  return {
    version: 1,
    sentAt: new Date((lines[0]?.at ?? at) - 1).toISOString(),
    collectedAt: new Date(at).toISOString(),
    tenant: { code: tenant },
    ...(row && { notificationLogs: [row] }),
    ...(record && { provider: { messages: [withoutTime(record)] } }),
    ...named,
    ...(logs !== "" && (source === "api.logs" ? { api: { logs } } : { worker: { ...named.worker, logs } })),
  };
}

const withoutTime = ({ createdAt: _createdAt, ...record }: ProviderRecord) => record;

/** What decides the fate; equal for messages that ended in the same way. */
const kindOf = ({ row, record, lines }: MessagePieces): string =>
  [
    row && `${row.success} ${row.status ?? ""} ${withoutIds(row.failure_reason)}`,
    record && `${record.statusCode} ${withoutIds(record.statusMessage ?? "")}`,
    ...lines.map(({ text }) => withoutIds(text)),
  ].join("\n");

function seen(pieces: MessagePieces, fate: InquiryFate, tenant: string, named: BackendSources["named"]): SeenFate {
  const { id, at, row, record, to, matched } = pieces;
  const { layer, outcome, cause, confidence } = fate;
  const shown = record?.to ? maskNumber(record.to) : to;
  const type = record?.type;
  const facts = { at, ...(shown !== undefined && { to: shown }), ...(type !== undefined && { type }) };
  return {
    message: { id, ...facts, tenant, layer, outcome, cause, confidence, matched, sightings: sightingsOf(row, record) },
    fate,
    traits: { ...commonTraits(facts), status: row?.status },
    grounds: () => Promise.resolve({ evidence: evidenceOf(pieces, tenant, named) }),
  };
}

function sightingsOf(row: MessagePieces["row"], record: MessagePieces["record"]): Sighting[] {
  const seen: Sighting[] = [];
  if (record) {
    const { createdAt = 0, statusCode = "", statusMessage = "", type = "", groupId = "", messageId } = record;
    seen.push({ kind: "record", at: createdAt, code: statusCode, message: statusMessage, type, groupId, messageId });
  }
  if (row) {
    const { id, sent_at, success, failure_reason: failureReason } = row;
    seen.push({ kind: "row", at: Date.parse(sent_at), id, success, failureReason });
  }
  return seen.sort((one, other) => one.at - other.at);
}
