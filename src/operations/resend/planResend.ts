import { createHash } from "node:crypto";
import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { ArchivedMessage } from "../../runtime/archive/archivedMessage";
import { prices } from "../../runtime/provider/sandbox/sandboxSettings";
import type { MessagePayload } from "../../runtime/queue/payload";
import type { ArchiveTarget, Environment } from "../../targets/environment";
import { archivePages } from "../inquiry/archive/archivePages";
import { MessageFates } from "../inquiry/archive/messageFates";
import type { InquiryFate } from "../inquiry/archive/messageFates";
import type { MessageFilter } from "../inquiry/filter/messageFilter";
import { withNamedStudents } from "../inquiry/filter/namedStudents";
import { checkLayers, wrongIn } from "../layers/check";
import type { OperationContext } from "../operation";

/** Why a message is not sent again. */
export type LeftOutReason =
  | "delivered"
  | "ambiguous"
  | "opted-out"
  | "duplicate"
  | "cause-holds"
  | "under-way"
  | "dead-lettered"
  | "on-purpose"
  | "already-resent"
  | "text-unknown";

/** One message to send again: under a new trace id that only depends on the old one, so that it is sent once. */
export interface Resend {
  id: string;
  traceId: string;
  /** Masked. */
  to: string;
  cause: string;
  body: string;
}

export interface ResendPlan {
  tenantCode: string;
  /** Fixed from here on: nothing is added to it. */
  resends: Resend[];
  leftOut: { reason: LeftOutReason; count: number }[];
  /** What the messages cost, in won. */
  cost: number;
}

const PREFIX = "re-";

/**
 * Plans which of the found messages can now succeed. Reads only. Errors: `resend-not-offered`, for a backend whose data
 * does not tell who the recipient was.
 */
export async function planResend(
  environment: Environment,
  asked: MessageFilter,
  context: OperationContext,
): Promise<ResendPlan> {
  const { archive } = environment;
  if (!archive) throw notOffered(environment.name);
  const { filter } = await withNamedStudents(environment, asked, context.signal);
  const tenantCode = filter.tenant ?? environment.tenantCode;
  const fates = new MessageFates(environment, context);
  const holding = await causesThatHold(environment, tenantCode, context);
  const counts = new Map<LeftOutReason, number>();
  const reached = new Set<string>();
  const resends: Resend[] = [];
  let cost = 0;
  for await (const page of archivePages(archive, filter, context.signal))
    for (const message of page.messages) {
      const fate = await fates.of(message);
      const payload = payloadIn(message);
      const content = payload && `${payload.to}\n${payload.text}`;
      const reason = reasonOf(message, fate, { holding, hasContent: content !== undefined });
      // Newest first: who already got this text later, or will get it, does not get it again.
      const isLate = content !== undefined && reached.has(content);
      if (content !== undefined && reason !== undefined && mayHaveReached.has(reason)) reached.add(content);
      if (!isAskedFor(filter, fate)) continue;
      const { traceId, to = "" } = message.trace;
      const again = traceIdAgain(traceId);
      const leftOut = reason ?? ((await isKnown(archive, again)) ? "already-resent" : isLate ? "duplicate" : undefined);
      if (leftOut !== undefined || content === undefined) {
        const why = leftOut ?? "text-unknown";
        counts.set(why, (counts.get(why) ?? 0) + 1);
        continue;
      }
      reached.add(content);
      resends.push({
        id: traceId,
        traceId: again,
        to,
        cause: fate.cause,
        body: JSON.stringify({ ...payload, trace_id: again }),
      });
      cost += prices[message.type ?? "SMS"];
    }
  return {
    tenantCode,
    resends,
    leftOut: [...counts].map(([reason, count]) => ({ reason, count })).sort((one, other) => other.count - one.count),
    cost,
  };
}

/** The same for every resend of a message: the worker's jobs are keyed by it, so a second one is a duplicate. */
const traceIdAgain = (traceId: string): string =>
  PREFIX + createHash("sha256").update(traceId).digest("hex").slice(0, 16);

const mayHaveReached = new Set<LeftOutReason>(["delivered", "ambiguous", "under-way"]);

/** Why a message must not be sent again, whatever else is asked for; a fate that nobody knows counts as ambiguous. */
function reasonOf(
  { trace }: ArchivedMessage,
  { outcome, cause, layer }: InquiryFate,
  { holding, hasContent }: { holding: ReadonlySet<string>; hasContent: boolean },
): LeftOutReason | undefined {
  if (["queued", "claimed", "grouped", "submitted"].includes(trace.state)) return "under-way";
  if (outcome === "ok" || outcome === "degraded") return "delivered";
  if (outcome === "ambiguous" || outcome === "unknown") return "ambiguous";
  if (trace.events.some(({ type }) => type === "provider.ambiguous")) return "ambiguous";
  if (cause === "provider.recipient-blocked" || cause === "worker.recipient-blocked") return "opted-out";
  if (trace.state === "dead-lettered") return "dead-lettered";
  if (outcome === "skipped" && layer !== "api") return "on-purpose";
  if (!hasContent) return "text-unknown";
  return holding.has(cause) ? "cause-holds" : undefined;
}

const isAskedFor = ({ cause, outcome }: MessageFilter, fate: InquiryFate): boolean =>
  (cause === undefined || fate.cause === cause) && (outcome === undefined || fate.outcome === outcome);

/** Undefined if the archive has no body, or one that names no recipient and text. */
function payloadIn({ body }: ArchivedMessage): (Partial<MessagePayload> & { to: string; text: string }) | undefined {
  if (body === undefined) return undefined;
  try {
    const payload = JSON.parse(body) as Partial<MessagePayload> | null;
    const { to, text } = payload ?? {};
    return typeof to === "string" && typeof text === "string" ? { ...payload, to, text } : undefined;
  } catch {
    return undefined; // another producer's
  }
}

const isKnown = async (archive: ArchiveTarget, id: string): Promise<boolean> =>
  (await archive.page({ from: 0, until: Number.MAX_SAFE_INTEGER, id, limit: 1 })).messages.length > 0;

/** Causes that a look at the layers finds now. */
async function causesThatHold(
  environment: Environment,
  tenantCode: string,
  context: OperationContext,
): Promise<Set<string>> {
  const check = await checkLayers(environment, context, { tenantCode });
  return new Set(wrongIn(check).flatMap(({ cause }) => cause ?? []));
}

const notOffered = (name: string) =>
  new ExpectedError(
    "resend-not-offered",
    l10n.t(
      "The rows of {0} show only the first digits of a number, so its messages cannot be sent again from here",
      name,
    ),
    l10n.t("Send to the students again through the API, or redrive the dead messages: {0}", "messaging queue redrive"),
  );
