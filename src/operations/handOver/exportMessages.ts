import { version as product } from "../../../package.json";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { Evidence } from "../../diagnosis/evidence";
import { diagnose } from "../../diagnosis/verdict";
import type { Environment } from "../../targets/environment";
import type { InquiryFate } from "../inquiry/archive/messageFates";
import { layersAround } from "../inquiry/backend/foundTrace";
import type { MessageFilter } from "../inquiry/filter/messageFilter";
import { findMessages } from "../inquiry/findMessages";
import type { InquiryWatch } from "../inquiry/findMessages";
import type { SeenFate } from "../inquiry/seenFate";
import type { OperationContext } from "../operation";
import { maskedHandOver } from "./handOver";
import type { HandOver, HandedCase } from "./handOver";

/** More than an archive keeps. */
const MOST_MESSAGES = 250_000;
/** As many as a group names. */
const CASES_OF_GROUP = 5;

/** Finds messages and puts them into a masked file for somebody else. Reads only; cancelling rejects. */
export async function exportMessages(
  environment: Environment,
  filter: MessageFilter,
  context: OperationContext,
  { follow }: Pick<InquiryWatch, "follow"> = {},
): Promise<HandOver> {
  const examples = new Map<string, SeenFate[]>();
  const onMessage = (seen: SeenFate): void => {
    const { layer, outcome, cause } = seen.fate;
    const key = `${layer} ${outcome} ${cause}`;
    const group = examples.get(key) ?? [];
    if (group.length < CASES_OF_GROUP) examples.set(key, [...group, seen]);
  };
  const watch = { onMessage, ...(follow && { follow }) };
  // Names of students stay here.
  const { students: _students, ...inquiry } = await findMessages(environment, filter, MOST_MESSAGES, context, watch);
  return maskedHandOver({
    madeAt: Date.now(),
    versions: { product, node: process.version, platform: `${process.platform} ${process.arch}` },
    environment: environment.name,
    inquiry,
    cases: await Promise.all([...examples.values()].flat().map((seen) => caseOf(seen, context))),
  });
}

async function caseOf(seen: SeenFate, { language }: Pick<OperationContext, "language">): Promise<HandedCase> {
  const { evidence, trace } = await seen.grounds();
  const diagnosis = diagnosisOf(evidence, seen.fate, language);
  return { id: seen.message.id, diagnosis, evidence, ...(trace && { trace }) };
}

/** With the quotes and layers behind the fate. A fate that was told otherwise stands alone. */
function diagnosisOf(evidence: Evidence, fate: InquiryFate, language: OperationContext["language"]): Diagnosis {
  const { layer, outcome, cause, confidence, title, explanation, fixes } = fate;
  const told = { layer, outcome, cause, confidence, title, explanation, fixes };
  const { verdict, ...rest } = diagnose(evidence, { language });
  if (verdict.cause === cause && verdict.outcome === outcome) return { ...rest, verdict: { ...verdict, ...told } };
  return { version: 1, verdict: { ...told, evidence: [], needs: [] }, layers: layersAround(fate), findings: [] };
}
