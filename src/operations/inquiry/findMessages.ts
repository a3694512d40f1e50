import { ExpectedError } from "../../common/errors";
import type { Environment } from "../../targets/environment";
import type { OperationContext } from "../operation";
import { CauseGroups } from "./causeGroups";
import type { CauseGroup } from "./causeGroups";
import type { FoundMessage, Searched } from "./foundMessage";
import { archiveMessages } from "./archive/archiveMessages";
import { backendMessages } from "./backend/backendMessages";
import type { MessageFilter } from "./filter/messageFilter";
import { withNamedStudents } from "./filter/namedStudents";
import type { NamedStudent } from "./filter/namedStudents";
import { whatChanged } from "./whatChanged";
import type { SeenFate } from "./seenFate";

/** What is found so far. */
export interface InquirySoFar {
  total: number;
  /** Most messages first; their counts add up to the total. */
  groups: CauseGroup[];
  /** Newest first. */
  messages: FoundMessage[];
}

export interface Inquiry extends InquirySoFar, Searched {
  version: 1;
  /** The students with the name that was asked for. */
  students?: NamedStudent[];
}

/** Who else hears of what is found. */
export interface InquiryWatch {
  /** Called after each page with a function that gives what is found so far. */
  follow?: (soFar: () => InquirySoFar) => void;
  /** Called for each message that fits, newest first. */
  onMessage?: (seen: SeenFate) => void;
}

/** `fine`: all that were found are; `unknown`: not everything could be told. */
export type InquiryResult = "fine" | "wrong" | "unknown";

/**
 * Finds messages of any origin and tells the fate of each. Reads only; a source that cannot tell everything says so in
 * `looked`. Cancelling rejects. Errors: those of
 * withNamedStudents, `tenant-not-found`. `limit`: how many messages are listed; groups count all.
 */
export async function findMessages(
  environment: Environment,
  asked: MessageFilter,
  limit: number,
  context: Pick<OperationContext, "signal" | "language" | "workspace" | "interaction" | "audit" | "commandLine">,
  { follow, onMessage }: InquiryWatch = {},
): Promise<Inquiry> {
  const { filter, students } = await withNamedStudents(environment, asked, context.signal);
  const groups = new CauseGroups();
  const messages: FoundMessage[] = [];
  let total = 0;
  const take = (seen: SeenFate): void => {
    const { message, fate, traits } = seen;
    if (fate.outcome === "ok") groups.noteGood(message.at, traits);
    if (filter.cause !== undefined && fate.cause !== filter.cause) return;
    if (filter.outcome !== undefined && fate.outcome !== filter.outcome) return;
    total += 1;
    if (messages.length < limit) messages.push(message);
    groups.add(message, fate, traits);
    onMessage?.(seen);
  };
  const read = environment.archive ? archiveMessages : backendMessages;
  const soFar = (): InquirySoFar => ({ total, groups: groups.list(), messages });
  const pages = read(environment, filter, context);
  for (;;) {
    const { done, value } = await pages.next();
    if (done) {
      if (total === 0) await requireTenant(environment, filter, context.signal);
      const list = await withChanges(groups, environment, context);
      return { version: 1, ...value, ...soFar(), groups: list, ...(students && { students }) };
    }
    for (const seen of value) take(seen);
    follow?.(soFar);
  }
}

/** A tenant that nobody knows would find nothing, as if nobody had asked. Error: `tenant-not-found`. */
async function requireTenant({ tenants }: Environment, { tenant }: MessageFilter, signal: AbortSignal): Promise<void> {
  if (tenant === undefined) return;
  await tenants?.tenant(tenant, signal).catch((error: unknown) => {
    if (ExpectedError.is(error, "tenant-not-found")) throw error;
  });
}

/** Of the largest groups: each costs a look at the worker's log. */
const CHANGES_OF = 3;

async function withChanges(
  groups: CauseGroups,
  environment: Environment,
  context: Pick<OperationContext, "signal" | "audit">,
): Promise<CauseGroup[]> {
  const list = groups.list();
  const failed = list.filter(({ outcome }) => outcome !== "ok").slice(0, CHANGES_OF);
  for (const group of failed) {
    const beginning = groups.beginningOf(group);
    if (beginning) group.changed = await whatChanged(environment, beginning, context);
  }
  return list;
}

export function resultOf({ total, groups, looked }: Inquiry): InquiryResult {
  if (groups.some(({ outcome }) => outcome !== "ok" && outcome !== "unknown")) return "wrong";
  if (groups.length > 0 && groups.every(({ outcome }) => outcome === "ok")) return "fine";
  return total === 0 && looked.every(({ complete }) => complete) ? "wrong" : "unknown";
}
