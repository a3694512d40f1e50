import * as l10n from "@vscode/l10n";
import { clientName } from "../../common/shown/clientName";
import { isStacksWorker } from "../../targets/local/localQueue";
import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";
import type { Environment } from "../../targets/environment";
import { stackOf } from "../stack/stackOf";

/** What keeps a worker of one's own from its messages. */
export interface ConsumerNotice {
  text: string;
  nextStep: string;
}

/**
 * Watches the stack's queue and yields each problem once, as soon as it is seen: a program asks for another queue or
 * region than the stack's, or several consumers share the queue. Ends at the signal. Error: `local-only`.
 */
export async function* watchConsumers(environment: Environment, signal: AbortSignal): AsyncGenerator<ConsumerNotice> {
  const stack = stackOf(environment);
  const startedAt = (await stack.snapshot(signal)).at;
  const told = new Set<string>();
  for await (const _change of stack.changes(signal)) {
    for (const notice of consumerNotices((await stack.snapshot(signal)).queue, startedAt)) {
      if (told.has(notice.text)) continue;
      told.add(notice.text);
      yield notice;
    }
  }
}

/** `since`: earlier requests for a wrong queue are of another program. Milliseconds since the Unix epoch. */
function consumerNotices({ name, region, pollers, strays = [] }: StackSnapshot["queue"], since: number) {
  const lost = strays
    .filter(({ at, userAgent }) => at >= since && !isStacksWorker(userAgent))
    .map((stray): ConsumerNotice => {
      const client = clientName(stray.userAgent);
      const isRegion = stray.queueName === name;
      return isRegion
        ? {
            text: l10n.t("{0} looks for the queue in {1}; the stack's is in {2}", client, stray.region, region),
            nextStep: l10n.t("Use the variable {0} in your code.", "AWS_REGION"),
          }
        : {
            text: l10n.t("{0} asks for the queue {1}; the stack's is {2}", client, stray.queueName, name),
            nextStep: l10n.t("Use the variable {0} in your code.", "MESSAGING_SQS_QUEUE_NAME"),
          };
    });
  const polling = pollers.filter(({ queueName, openPolls }) => queueName === name && openPolls > 0);
  const isShared = polling.length > 1 && polling.some(({ userAgent }) => !isStacksWorker(userAgent));
  if (!isShared) return lost;
  const names = polling.map(({ userAgent }) =>
    isStacksWorker(userAgent) ? l10n.t("the stack's own worker") : clientName(userAgent),
  );
  const shared: ConsumerNotice = {
    text: l10n.t(
      "{0} consumers share the queue: {1}. Each message goes to one of them.",
      polling.length,
      names.sort().join(", "),
    ),
    nextStep: l10n.t("Let the stack's own worker step aside: {0}", "messaging run --role worker"),
  };
  return [...lost, shared];
}
