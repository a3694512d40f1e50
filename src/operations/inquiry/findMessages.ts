import type { Environment } from "../../targets/environment";
import type { OperationContext } from "../operation";
import { CauseGroups } from "./causeGroups";
import type { CauseGroup } from "./causeGroups";
import type { FoundMessage, LookedAt } from "./foundMessage";
import { archiveMessages } from "./archive/archiveMessages";
import { backendMessages } from "./backend/backendMessages";
import type { MessageFilter } from "./filter/messageFilter";
import type { SeenFate } from "./seenFate";

export interface Inquiry {
  version: 1;
  window: { from: number; until: number };
  total: number;
  /** Most messages first; their counts add up to the total. */
  groups: CauseGroup[];
  /** Newest first. */
  messages: FoundMessage[];
  looked: LookedAt[];
}

/** `fine`: all that were found are; `unknown`: not everything could be told. */
export type InquiryResult = "fine" | "wrong" | "unknown";

/**
 * Finds messages of any origin and tells the fate of each. Reads only; a source that cannot tell everything says so in
 * `looked`. Cancelling rejects.
 */
export async function findMessages(
  environment: Environment,
  filter: MessageFilter,
  limit: number,
  context: Pick<OperationContext, "signal" | "language" | "workspace" | "interaction">,
): Promise<Inquiry> {
  const groups = new CauseGroups();
  const messages: FoundMessage[] = [];
  let total = 0;
  const take = ({ message, fate, traits }: SeenFate): void => {
    if (filter.cause !== undefined && fate.cause !== filter.cause) return;
    if (filter.outcome !== undefined && fate.outcome !== filter.outcome) return;
    total += 1;
    if (messages.length < limit) messages.push(message);
    groups.add(message, fate, traits);
  };
  const read = environment.archive ? archiveMessages : backendMessages;
  const { window, looked } = await read(environment, filter, context, take);
  return { version: 1, window, total, groups: groups.list(), messages, looked };
}

export function resultOf({ total, groups, looked }: Inquiry): InquiryResult {
  if (groups.some(({ outcome }) => outcome !== "ok" && outcome !== "unknown")) return "wrong";
  if (groups.length > 0 && groups.every(({ outcome }) => outcome === "ok")) return "fine";
  return total === 0 && looked.every(({ complete }) => complete) ? "wrong" : "unknown";
}
