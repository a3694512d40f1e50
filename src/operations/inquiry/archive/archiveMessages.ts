import * as l10n from "@vscode/l10n";
import type { ArchivedMessage } from "../../../runtime/archive/archivedMessage";
import type { Environment } from "../../../targets/environment";
import { evidenceOfArchived } from "../../../targets/evidence/archivedEvidence";
import type { OperationContext } from "../../operation";
import type { MessageFilter } from "../filter/messageFilter";
import type { Searched } from "../foundMessage";
import { archivePages } from "./archivePages";
import { MessageFates } from "./messageFates";
import { traitsOf } from "./archiveTraits";
import type { SeenFate } from "../seenFate";

/**
 * The messages of our own stack, newest first, page by page: its archive has all of them, back to its first start or the
 * oldest that it keeps.
 */
export async function* archiveMessages(
  environment: Environment,
  filter: MessageFilter,
  context: Pick<OperationContext, "signal" | "language" | "workspace" | "interaction">,
): AsyncGenerator<SeenFate[], Searched> {
  const { signal, interaction } = context;
  const fates = new MessageFates(environment, context);
  const until = filter.until ?? Date.now() + 1;
  let [read, total, keptSince, isPruned] = [0, 0, until, false];
  for await (const page of archivePages(environment.archive!, { ...filter, until }, signal)) {
    const found: SeenFate[] = [];
    for (const message of page.messages) found.push(await seen(message, fates));
    yield found;
    ({ total = total, keptSince = keptSince, isPruned } = page);
    read += page.messages.length;
    if (page.next !== undefined) interaction.progress(l10n.t("{0} of {1} messages read", read, total));
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
  const { fate, evidence } = await fates.told(message);
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
    evidence: () => evidence ?? evidenceOfArchived(message),
    trace,
  };
}
