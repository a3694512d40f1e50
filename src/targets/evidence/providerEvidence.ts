import { ExpectedError } from "../../common/errors";
import type { Evidence } from "../../diagnosis/evidence";
import type { LogLine } from "../../runtime/stack/lineBuffer";
import type { Environment, ProviderRecord } from "../environment";
import type { Probes } from "../looking/probes";
import type { SentMessage } from "./sentMessage";

type ProviderPart = NonNullable<Evidence["provider"]>;

export interface ProviderLook {
  part: Omit<ProviderPart, "messages">;
  records?: ProviderRecord[];
}

/** Allowance for the provider's clock; with more, an earlier message would pass for this one. */
const PROVIDER_CLOCK_MS = 1_000;
const PROVIDER_AHEAD_MS = 60_000;
/** A busy worker's log may name many groups; the message is in one of the newest. */
const MOST_GROUPS = 5;
/** Limit for a send to many: the rows report the other messages. */
const MOST_MESSAGES = 20;

/** Reads senders, balance and records in parallel. A refusal by the provider is evidence, not a failed probe. */
export async function lookAtProvider(
  environment: Environment,
  sent: SentMessage,
  linesOfWorker: Promise<readonly LogLine[] | undefined>,
  probes: Probes,
): Promise<ProviderLook> {
  const { provider } = environment;
  const refusal: { error?: NonNullable<ProviderPart["error"]> } = {};
  const told = async <T>(answer: Promise<T>): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (error) {
      if (!ExpectedError.is(error, "provider-refused")) throw error;
      refusal.error = error.cause as NonNullable<ProviderPart["error"]>;
      return undefined;
    }
  };
  const [senders, balance, records] = await Promise.all([
    probes.run("provider.senders", provider && ((signal) => told(provider.senders(signal)))),
    probes.run("provider.balance", provider && ((signal) => told(provider.balance(signal)))),
    probes.run(
      "provider.messages",
      provider && (async (signal) => told(newRecords(environment, sent, (await linesOfWorker) ?? [], signal))),
    ),
  ]);
  return {
    part: { ...(senders && { senders }), ...(balance && { balance }), ...refusal },
    ...(records && { records }),
  };
}

/** Drops records from before the send: they belong to other messages, whatever the clocks say. */
async function newRecords(
  environment: Environment,
  sent: SentMessage,
  lines: readonly LogLine[],
  signal: AbortSignal,
): Promise<ProviderRecord[]> {
  const records = await recordsOf(environment, sent, lines, signal);
  return records.filter(({ messageId }) => !sent.recordsBefore?.has(messageId));
}

/** By trace id in our own runtime; else of the groups in the worker's log, or of the time span if it names none. */
async function recordsOf(
  { provider, traces }: Environment,
  sent: SentMessage,
  lines: readonly LogLine[],
  signal: AbortSignal,
): Promise<ProviderRecord[]> {
  if (!provider) return [];
  if (traces) {
    const ids = sent.traceIds.slice(0, MOST_MESSAGES);
    return (await Promise.all(ids.map((id) => traces.records(id, signal)))).flat();
  }
  const named = lines.flatMap(({ text }) => /\bgroup_id=(?!mock)([\w-]+)/.exec(text)?.[1] ?? []);
  const groups = [...new Set(named)].slice(-MOST_GROUPS);
  if (groups.length > 0) {
    return (await Promise.all(groups.map((groupId) => provider.messages({ groupId }, signal)))).flat();
  }
  const { answer } = sent;
  if (answer && ("error" in answer || answer.status >= 300)) return []; // the API took nothing
  return provider.messages(spanOf(sent), signal);
}

export const spanOf = ({ sentAt }: SentMessage) => ({
  from: sentAt - PROVIDER_CLOCK_MS,
  to: Date.now() + PROVIDER_AHEAD_MS,
});
