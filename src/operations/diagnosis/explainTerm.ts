import { causeIds } from "../../diagnosis/causes/causeIds";
import type { CauseId } from "../../diagnosis/causes/causeIds";
import { causeOfErrorCode, causeOfStatusCode } from "../../diagnosis/providerCodes";
import { fixTitlesOf } from "../../diagnosis/report/findingText";
import type { Language } from "../../diagnosis/texts/language";
import { fill } from "../../diagnosis/texts/text";
import { diagnose } from "../../diagnosis/verdict";
import { isKnownCode, meaningOf } from "../../runtime/provider/statusCodes";
import { causes } from "../../diagnosis/causes/allCauses";

export interface ExplainedTerm {
  /** `none`: no cause is known for it. */
  cause: string;
  title: string;
  explanation: string;
  fixes: string[];
}

/** What a code, the id of a cause, or some lines of a log mean. Looks at nothing. */
export function explainTerm(text: string, language: Language): ExplainedTerm {
  const term = text.trim();
  const cause = causeOf(term);
  if (cause !== undefined) return ofCause(cause, language, isKnownCode(term) ? meaningOf(term)[language] : undefined);
  if (isKnownCode(term)) return { cause: "none", title: term, explanation: meaningOf(term)[language], fixes: [] };
  const { verdict } = diagnose({ version: 1, worker: { logs: term }, api: { logs: term } }, { language });
  const { title, explanation, fixes } = verdict;
  return { cause: verdict.cause, title, explanation, fixes: fixes.map((fix) => fix.title) };
}

function causeOf(term: string): CauseId | undefined {
  const isId = (id: string): id is CauseId => (causeIds as readonly string[]).includes(id);
  if (isId(term)) return term;
  return /^\d{4}$/.test(term) ? causeOfStatusCode(term) : causeOfErrorCode(term);
}

function ofCause(cause: CauseId, language: Language, meaning: string | undefined): ExplainedTerm {
  const { title, explanation } = causes[cause][language];
  const usual = fill(explanation, {});
  const told = meaning === undefined ? usual : `${meaning}. ${usual}`;
  return { cause, title, explanation: told, fixes: fixTitlesOf(cause, language) };
}
