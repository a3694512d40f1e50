import type { Diagnosis } from "../diagnosis";
import type { Evidence } from "../evidence";
import { type Language, textsIn } from "../texts/language";
import { clip } from "../logLines";
import { fill } from "../texts/text";

const MOST_NAMED = 5;
const NAME_CHARACTERS = 60;

/**
 * Adds to the verdict that several consumers share the queue, what each took, and who took this message. Returns a
 * diagnosis of a queue with one consumer unchanged, and one whose message the API did not enqueue.
 */
export function withSharedQueue(diagnosis: Diagnosis, { otherConsumer }: Evidence, language: Language): Diagnosis {
  const { verdict } = diagnosis;
  if (!otherConsumer?.shares || verdict.layer === "api") return diagnosis;
  const { shares, name, hasTaken, isOwnTaker } = otherConsumer;
  const { report } = textsIn(language);
  const own = report["own-worker"];
  const taker = hasTaken ? clip(name, NAME_CHARACTERS) : isOwnTaker ? own : undefined;
  const list = shares
    .slice(0, MOST_NAMED)
    .map((share) => `${share.name === undefined ? own : clip(share.name, NAME_CHARACTERS)} ${share.taken}`)
    .join(", ");
  const said = fill(report["queue-shared"], { consumers: shares.length, shares: list, taker });
  return { ...diagnosis, verdict: { ...verdict, explanation: `${verdict.explanation} ${said}` } };
}
