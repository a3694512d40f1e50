import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";
import type { Environment } from "../../targets/environment";
import { stackOf } from "./stackOf";

/**
 * What the sandbox would have delivered, oldest first: everything, or one message. Numbers are in full: they are test
 * data, and no phone received anything. Error: `local-only`.
 */
export const readInbox = async (
  environment: Environment,
  { traceId }: { traceId?: string | undefined } = {},
): Promise<InboxMessage[]> => stackOf(environment).inbox(traceId);
