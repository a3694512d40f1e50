import { createHash } from "node:crypto";
import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { ArchivedMessage } from "../../runtime/archive/archivedMessage";
import { prices } from "../../runtime/provider/sandbox/sandboxSettings";
import type { MessagePayload } from "../../runtime/queue/payload";
import type { Environment } from "../../targets/environment";
import { MessageFates } from "../inquiry/archive/messageFates";
import type { InquiryFate } from "../inquiry/archive/messageFates";
import type { MessageFilter } from "../inquiry/filter/messageFilter";
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

const PAGE = 500;
const PREFIX = "re-";

/**
 * Plans which of the found messages can now succeed. Reads only. Errors: `resend-not-offered`, for a backend whose data
 * does not tell who the recipient was.
 */
export async function planResend(
  environment: Environment,
  filter: MessageFilter,
  context: OperationContext,
): Promise<ResendPlan> {
  const { archive } = environment;
  if (!archive) throw notOffered(environment.name);
  const { from = 0, until = Date.now() + 1, cause, outcome, ...rest } = filter;
  const found: { message: ArchivedMessage; fate: InquiryFate }[] = [];
  const fates = new MessageFates(environment, context);
  let after: string | undefined;
  do {
    const page = await archive.page(
      { ...rest, from, until, limit: PAGE, withBodies: true, ...(after && { after }) },
      context.signal,
    );
    for (const message of page.messages) found.push({ message, fate: await fates.of(message) });
    after = page.next;
    context.signal.throwIfAborted();
  } while (after !== undefined);
  const wanted = found.filter(
    ({ fate }) => (cause === undefined || fate.cause === cause) && (outcome === undefined || fate.outcome === outcome),
  );
  const holding = await causesThatHold(environment, context);
  const resent = new Set(found.map(({ message }) => message.trace.traceId));
  const counts = new Map<LeftOutReason, number>();
  const seen = new Set<string>();
  const resends: Resend[] = [];
  let cost = 0;
  for (const { message, fate } of wanted) {
    const reason = reasonOf(message, fate, { holding, resent, seen });
    if (reason !== undefined) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      continue;
    }
    const { traceId, to = "" } = message.trace;
    const again = traceIdAgain(traceId);
    const body = JSON.stringify({ ...(JSON.parse(message.body!) as MessagePayload), trace_id: again });
    resends.push({ id: traceId, traceId: again, to, cause: fate.cause, body });
    cost += prices[message.type ?? "SMS"];
  }
  return {
    tenantCode: filter.tenant ?? environment.tenantCode,
    resends,
    leftOut: [...counts].map(([reason, count]) => ({ reason, count })).sort((one, other) => other.count - one.count),
    cost,
  };
}

/** The same for every resend of a message: the worker's jobs are keyed by it, so a second one is a duplicate. */
const traceIdAgain = (traceId: string): string =>
  PREFIX + createHash("sha256").update(traceId).digest("hex").slice(0, 16);

function reasonOf(
  { trace, body }: ArchivedMessage,
  { outcome, cause, layer }: InquiryFate,
  { holding, resent, seen }: { holding: ReadonlySet<string>; resent: ReadonlySet<string>; seen: Set<string> },
): LeftOutReason | undefined {
  if (trace.events.some(({ type }) => type === "provider.ambiguous") || outcome === "ambiguous") return "ambiguous";
  if (outcome === "ok" || outcome === "degraded") return "delivered";
  if (cause === "provider.recipient-blocked" || cause === "worker.recipient-blocked") return "opted-out";
  if (resent.has(traceIdAgain(trace.traceId))) return "already-resent";
  if (trace.state === "dead-lettered") return "dead-lettered";
  if (["queued", "claimed", "grouped", "submitted"].includes(trace.state)) return "under-way";
  if (outcome === "skipped" && layer !== "api") return "on-purpose";
  if (body === undefined) return "text-unknown";
  if (holding.has(cause)) return "cause-holds";
  const { to, text } = JSON.parse(body) as Partial<MessagePayload>;
  const content = `${to}\n${text}`;
  if (seen.has(content)) return "duplicate";
  seen.add(content);
  return undefined;
}

/** Causes that a look at the layers finds now. */
async function causesThatHold(environment: Environment, context: OperationContext): Promise<Set<string>> {
  const check = await checkLayers(environment, context);
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
