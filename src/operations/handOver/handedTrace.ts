import type { MessageTrace } from "../../runtime/message/messageTrace";
import { foundTrace } from "../inquiry/backend/foundTrace";
import type { CauseGroup } from "../inquiry/causeGroups";
import type { FoundMessage } from "../inquiry/foundMessage";
import type { HandOver } from "./handOver";

/**
 * The trace of a message of a hand-over: with its events if it is among the cases. Its fixes are texts, because they are
 * for the environment that it came from.
 */
export function handedTrace(
  { cases }: Pick<HandOver, "cases">,
  message: FoundMessage,
  group: CauseGroup,
): MessageTrace {
  const { verdict, ...found } = foundTrace(message, group);
  const trace = cases.find(({ id }) => id === message.id)?.trace;
  const fixes = group.fixes.map((fix) => ({ ...fix, id: "" }));
  return { ...(trace ?? found), ...(verdict && { verdict: { ...verdict, fixes } }) };
}
