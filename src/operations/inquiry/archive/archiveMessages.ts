import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../../common/errors";
import { zonedTime } from "../../../common/zonedTime";
import type { Evidence } from "../../../diagnosis/evidence";
import type { ArchivedSummary } from "../../../runtime/archive/archivedMessage";
import type { ArchiveTarget, Environment } from "../../../targets/environment";
import { evidenceOfArchived } from "../../../targets/evidence/archivedEvidence";
import type { OperationContext } from "../../operation";
import type { MessageFilter } from "../filter/messageFilter";
import type { Searched } from "../foundMessage";
import { summaryPages } from "./archivePages";
import { MessageFates } from "./messageFates";
import { traitsOf } from "./archiveTraits";
import type { FateGrounds, SeenFate } from "../seenFate";
import type { ToldFate } from "./messageFates";

/**
 * The messages of our own stack, newest first, page by page. `looked` is narrowed to the time of the archive: it is
 * complete where the stack had not started before, and not where older messages were dropped or lost.
 */
export async function* archiveMessages(
  environment: Environment,
  filter: MessageFilter,
  context: Pick<OperationContext, "signal" | "language" | "workspace" | "interaction" | "commandLine">,
): AsyncGenerator<SeenFate[], Searched> {
  const { signal, interaction } = context;
  const fates = new MessageFates(environment, context);
  const until = filter.until ?? Date.now() + 1;
  let [read, total, keptSince, isPruned, oldest] = [0, 0, until, false, until];
  for await (const page of summaryPages(environment.archive!, { ...filter, until }, signal)) {
    for (const [kind, example] of Object.entries(page.examples)) await fates.learn(kind, example);
    yield page.messages.map((message) => seen(message, fates.ofKind(message.kind), environment.archive!));
    ({ total = total, keptSince, isPruned } = page);
    read += page.messages.length;
    oldest = page.messages.at(-1)?.at ?? oldest;
    if (page.next !== undefined) interaction.progress(l10n.t("{0} of {1} messages read", read, total));
  }
  const from = filter.from ?? Math.min(keptSince, oldest);
  const complete = !isPruned || from >= keptSince;
  const note = complete ? "" : l10n.t("messages from before {0} may be missing", zonedTime(keptSince));
  const since = Math.min(Math.max(from, keptSince), until);
  return { window: { from, until }, looked: [{ part: "archive", from: since, until, complete, note }] };
}

function seen(summary: ArchivedSummary, { fate, evidence }: ToldFate, archive: ArchiveTarget): SeenFate {
  const { id, at, tenant, to, studentId, type } = summary;
  const { layer, outcome, cause, confidence } = fate;
  return {
    message: {
      id,
      at,
      ...(tenant !== undefined && { tenant }),
      ...(to !== undefined && { to }),
      ...(studentId !== undefined && { student: studentId }),
      ...(type !== undefined && { type }),
      layer,
      outcome,
      cause,
      confidence,
      matched: "trace id",
    },
    fate,
    traits: traitsOf(summary),
    grounds: () => groundsOf(id, archive, evidence),
  };
}

async function groundsOf(id: string, archive: ArchiveTarget, told: Evidence | undefined): Promise<FateGrounds> {
  const { messages } = await archive.page({ from: 0, until: Number.MAX_SAFE_INTEGER, id, limit: 10 });
  const message = messages.find(({ trace }) => trace.traceId === id);
  if (!message) throw new ExpectedError("message-not-found", l10n.t("The archive no longer has the message {0}", id));
  return { evidence: told ?? evidenceOfArchived(message), trace: message.trace };
}
