import type { Evidence } from "../../diagnosis/evidence";
import { isSameNumber } from "../../diagnosis/facts/namedRecipients";
import type { Environment, QueueReading } from "../environment";
import type { Probes } from "../looking/probes";
import type { Correlated } from "./correlation";
import type { EventEvidence } from "./eventEvidence";
import { spanOf } from "./providerEvidence";
import type { SentMessage } from "./sentMessage";

export interface OtherConsumer {
  consumer: NonNullable<Evidence["otherConsumer"]>;
  /** The sandbox's records of a message that another consumer took, matched by recipient. */
  correlated?: Pick<Correlated, "records" | "correlation">;
}

/** Matched by masked recipient: a message to the same number at the same time would look the same. */
const BY_RECIPIENT = 0.9;

/**
 * Detects a consumer other than our own worker: the backend's worker on the stack's queue writes no events and no lines
 * here. Undefined if there is none.
 */
export async function lookAtOtherConsumer(
  { provider }: Environment,
  sent: SentMessage,
  reading: QueueReading | undefined,
  { isTakenByOther, isDeleted, recipients, taker }: EventEvidence,
  probes: Probes,
): Promise<OtherConsumer | undefined> {
  const [latest] = (reading?.otherConsumers ?? []).filter(
    ({ lastReceivedAt = 0, isPolling }) => isPolling || lastReceivedAt >= sent.sentAt,
  );
  if (!latest) return undefined;
  const hasTaken = isTakenByOther && (latest.lastReceivedAt ?? 0) >= sent.sentAt;
  const consumer = {
    name: taker ?? latest.name,
    isPolling: latest.isPolling,
    hasTaken,
    hasDeleted: hasTaken && isDeleted,
    ...sharesIn(reading ?? {}, taker),
  };
  if (!hasTaken || recipients.length === 0) return { consumer };
  const inSpan = await probes.run(
    "provider.messages",
    provider && ((signal) => provider.messages(spanOf(sent), signal)),
  );
  const records = inSpan?.filter(({ to }) => to !== undefined && recipients.some((own) => isSameNumber(own, to)));
  if (!records || records.length === 0) return { consumer };
  const alike = records.length - recipients.length;
  const correlation = {
    method: "recipient" as const,
    confidence: alike > 0 ? 0.6 : BY_RECIPIENT,
    others: Math.max(0, alike),
  };
  return { consumer, correlated: { records, correlation } };
}

/** Who shares the queue now; nothing if one consumer alone has it. */
function sharesIn(
  { otherConsumers = [], ownTaken }: Pick<QueueReading, "otherConsumers" | "ownTaken">,
  taker: EventEvidence["taker"],
): Pick<OtherConsumer["consumer"], "shares" | "isOwnTaker"> {
  const others = otherConsumers.filter(({ isPolling, name }) => isPolling || name === taker);
  const shares = [
    ...others.map(({ name, taken }) => ({ name, taken })),
    ...(ownTaken === undefined ? [] : [{ taken: ownTaken }]),
  ];
  return shares.length < 2 ? {} : { shares, ...(taker === null && { isOwnTaker: true }) };
}
