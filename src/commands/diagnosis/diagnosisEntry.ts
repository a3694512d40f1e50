/** The bundle `dist/diagnosis.js`: rules, texts and probes. */
import { textsIn } from "../../diagnosis/report/findingText";
import type { Language } from "../../diagnosis/report/findingText";

export { diagnose } from "../../diagnosis/verdict";
export { collectEvidence } from "../../targets/evidence/evidenceCollector";
export { traceOfEvidence } from "../../targets/evidence/evidenceTrace";
export { evidenceOf } from "../../targets/evidence/traceEvidence";
export { diagnoseSend, writeOf } from "../../targets/evidence/liveDiagnosis";
export { lookBack } from "../../targets/evidence/lookBack";
export { testBody } from "../../targets/testBody";
export { renderMarkdown } from "../../diagnosis/report/report";

/** Undefined where the vocabulary has no such cause. */
export function titleOfCause(id: string, language: Language): string | undefined {
  const { causes } = textsIn(language);
  return Object.hasOwn(causes, id) ? causes[id as keyof typeof causes].title : undefined;
}
