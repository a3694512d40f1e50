import * as l10n from "@vscode/l10n";
import type { ArchivedMessage } from "../../../runtime/archive/archivedMessage";
import type { Environment } from "../../../targets/environment";
import type { OperationContext } from "../../operation";
import type { MessageFilter } from "../filter/messageFilter";
import type { LookedAt } from "../foundMessage";
import { MessageFates } from "./messageFates";
import { traitsOf } from "./archiveTraits";
import type { SeenFate } from "../seenFate";

const PAGE = 500;

/** The messages of our own stack: its archive has all of them, back to its first start or the oldest that it keeps. */
export async function archiveMessages(
  environment: Environment,
  filter: MessageFilter,
  context: Pick<OperationContext, "signal" | "language" | "workspace" | "interaction">,
  take: (seen: SeenFate) => void,
): Promise<{ window: { from: number; until: number }; looked: LookedAt[] }> {
  const { signal, interaction } = context;
  const archive = environment.archive!;
  const fates = new MessageFates(environment, context);
  const until = filter.until ?? Date.now() + 1;
  const { tenant, student, to, id } = filter;
  const query = {
    from: filter.from ?? 0,
    until,
    ...(tenant !== undefined && { tenant }),
    ...(student !== undefined && { student }),
    ...(to !== undefined && { to }),
    ...(id !== undefined && { id }),
    limit: PAGE,
  };
  let page = await archive.page(query, signal);
  const { keptSince = until, isPruned, total = 0 } = page;
  for (let read = 0; ;) {
    for (const message of page.messages) take(await seen(message, fates));
    read += page.messages.length;
    if (page.next === undefined) break;
    interaction.progress(l10n.t("{0} of {1} messages read", read, total));
    signal.throwIfAborted();
    page = await archive.page({ ...query, after: page.next }, signal);
  }
  const from = filter.from ?? Math.min(keptSince, until);
  const complete = !isPruned || from >= keptSince;
  const note = complete ? "" : l10n.t("older messages are no longer kept");
  return {
    window: { from, until },
    looked: [{ part: "archive", from: complete ? from : keptSince, until, complete, note }],
  };
}

async function seen(message: ArchivedMessage, fates: MessageFates): Promise<SeenFate> {
  const { trace, studentId, type } = message;
  const fate = await fates.of(message);
  const { layer, outcome, cause, confidence } = fate;
  return {
    message: {
      id: trace.traceId,
      at: trace.startedAt,
      ...(trace.tenantCode !== undefined && { tenant: trace.tenantCode }),
      ...(trace.to !== undefined && { to: trace.to }),
      ...(studentId !== undefined && { student: studentId }),
      ...(type !== undefined && { type }),
      layer,
      outcome,
      cause,
      confidence,
      matched: "trace id",
    },
    fate,
    traits: traitsOf(message),
  };
}
