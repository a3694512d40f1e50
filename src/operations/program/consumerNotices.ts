import * as l10n from "@vscode/l10n";
import { clientName } from "../../common/shown/clientName";
import { SOLAPI_HOST } from "../../targets/settings/credentialHosts";
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
 * Watches the stack and yields each problem once, as soon as it is seen: a program asks for another queue or region than
 * the stack's, several consumers share the queue, or a client would have spoken to the real Solapi. Ends at the signal,
 * with what a program did right before it ended. Error: `local-only`.
 */
export async function* watchConsumers(environment: Environment, ended: AbortSignal): AsyncGenerator<ConsumerNotice> {
  const stack = stackOf(environment);
  const startedAt = (await stack.snapshot()).at;
  const told = new Set<string>();
  const news = async () =>
    noticesIn(await stack.snapshot(), startedAt).filter(({ text }) => !told.has(text) && told.add(text));
  try {
    for await (const _change of stack.changes(ended)) yield* await news();
  } catch (error) {
    if (!ended.aborted) throw error;
  }
  yield* await news();
}

const noticesIn = ({ queue, provider }: StackSnapshot, since: number) => [
  ...consumerNotices(queue, since),
  ...refusalNotices(provider, since),
];

const refusalNotices = ({ refusedClients = [] }: StackSnapshot["provider"], since: number) =>
  refusedClients
    .filter(({ at }) => at >= since)
    .map(({ userAgent }): ConsumerNotice => {
      const client = userAgent === "" ? l10n.t("A program") : clientName(userAgent);
      return {
        text: l10n.t("{0} asked for {1} past the sandbox and was refused. Nothing was sent.", client, SOLAPI_HOST),
        nextStep: l10n.t("Use the variable {0} in your code.", "SOLAPI_BASE_URL"),
      };
    });

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
