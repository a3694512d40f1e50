import { createLineMask, maskText } from "../../common/masking";
import { shownValue } from "../../common/shown/shownLine";
import { withoutWritten } from "../../diagnosis/answers/answerBody";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { Evidence } from "../../diagnosis/evidence";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Inquiry } from "../inquiry/findMessages";

/** One message of a hand-over, with what its verdict rests on. */
export interface HandedCase {
  id: string;
  diagnosis: Diagnosis;
  evidence: Evidence;
  /** Of a message that passed our own runtime. */
  trace?: MessageTrace;
}

/** An inquiry for somebody who cannot see its environment: all messages with their fates, and examples of each group. */
export interface HandOver {
  /** Milliseconds since the Unix epoch. */
  madeAt: number;
  /** Of this product, of Node.js, and the operating system. */
  versions: { product: string; node: string; platform: string };
  environment: string;
  inquiry: Inquiry;
  cases: HandedCase[];
}

/** A hand-over without phone numbers, names, message texts and secrets. Senders are masked too. */
export function maskedHandOver(handOver: HandOver): HandOver {
  const known = new Map<string, string>();
  const show = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const masked = text.split("\n").map(createLineMask(maskText)).join("\n");
    if (text.length <= LONGEST_KEPT && known.size < MOST_KEPT) known.set(text, masked);
    return masked;
  };
  const cases = handOver.cases.map(({ evidence, ...rest }) => ({
    ...rest,
    evidence: withoutWritten(evidence) as Evidence,
  }));
  return shownValue({ ...handOver, cases }, show);
}

/** Messages repeat tenants, causes and types: each is masked once. */
const LONGEST_KEPT = 200;
const MOST_KEPT = 10_000;

/** An example of the largest group that failed, else of the largest one; undefined: no message was found. */
export function leadingCase({ inquiry: { groups }, cases }: HandOver): HandedCase | undefined {
  const group = groups.find(({ outcome }) => outcome !== "ok") ?? groups[0];
  return cases.find(({ id }) => group?.samples.includes(id));
}
