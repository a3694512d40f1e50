import { isSentLine } from "../../../diagnosis/facts/sentLines";
import type { ProviderRecord } from "../../../targets/environment";
import type { InquiryRow } from "./backendSources";

/** Whether a record or a line can be about the row's message: rows show so little of a number that many have the same. */
export type Agreement = "says the same" | "may be" | "contradicts";

/** Solapi's codes of a message that it refused begin with 1. */
const isRefused = (code: string) => code.startsWith("1");

/** Written before the worker would ask the provider. */
const NOT_ASKED = /^insufficient_balance/;

const codeIn = (text: string): string | undefined => /(?<!\d)[1-4]\d{3}(?!\d)/.exec(text.slice(0, 200))?.[0];

export function recordAgrees({ success, failure_reason: reason }: InquiryRow, record: ProviderRecord): Agreement {
  const status = record.statusCode ?? "";
  if (success) return isRefused(status) ? "contradicts" : "says the same";
  if (NOT_ASKED.test(reason)) return "contradicts";
  const code = codeIn(reason);
  if (code === undefined) return isRefused(status) ? "contradicts" : "may be";
  return code === status ? "says the same" : "contradicts";
}

const FAILED = /\b(?:failed|no success|MessageNotReceivedError|ambiguous)\b/;

/** `group`: of the row's record. */
export function lineAgrees(
  { success, failure_reason: reason }: InquiryRow,
  group: string | undefined,
  line: string,
): Agreement {
  const told = isSentLine(line) ? true : FAILED.test(line) ? false : undefined;
  if (told === undefined) return "may be";
  if (told !== success) return "contradicts";
  const ofGroup = /\bgroup_id=(\S+)/.exec(line)?.[1];
  if (group !== undefined && ofGroup !== undefined) return group === ofGroup ? "says the same" : "contradicts";
  const [code, other] = [codeIn(reason), codeIn(/\breason=.*|: \[?\d{4}.*/.exec(line)?.[0] ?? "")];
  if (code === other) return "says the same";
  return code === undefined || other === undefined ? "may be" : "contradicts";
}
