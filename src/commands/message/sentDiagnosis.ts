import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { Evidence } from "../../diagnosis/evidence";
import type { Environment } from "../../targets/environment";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { CommandContext } from "../context";

/** A verdict that is this sure is not waited on. */
const DECISIVE = 0.8;

/** Collects the evidence about a send; probes that failed are told in the log and missing in it. */
export async function collectFrom(
  context: CommandContext,
  environment: Environment,
  sent: SentMessage,
  signal?: AbortSignal,
): Promise<Evidence> {
  const { collectEvidence } = await context.diagnosis();
  const { evidence, failed } = await collectEvidence(environment, sent, signal);
  for (const { probe, reason } of failed) context.log.warning(`[diagnosis] ${probe} was not collected: ${reason}`);
  return evidence;
}

export async function diagnoseSent(context: CommandContext, sent: SentMessage): Promise<Diagnosis> {
  const { diagnose } = await context.diagnosis();
  const evidence = await collectFrom(context, await context.environment.open(), sent);
  return diagnose(evidence, { language: context.language });
}

export const isDecisive = ({ verdict: { outcome, confidence } }: Diagnosis): boolean =>
  confidence >= DECISIVE && outcome !== "ok" && outcome !== "unknown";
