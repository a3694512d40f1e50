import { messageOf } from "../../common/errors";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import { diagnose } from "../../diagnosis/verdict";
import type { Environment } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import { collectEvidence } from "../../targets/evidence/evidenceCollector";
import type { CollectedEvidence } from "../../targets/evidence/evidenceCollector";
import { withLocalCommands, withOwnCommands } from "../../targets/evidence/shownFixes";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { FailedProbe } from "../../targets/looking/probes";
import type { OperationContext } from "../operation";
import { IgnoredFindings } from "./ignoredFindings";

export interface Diagnosed extends CollectedEvidence {
  diagnosis: Diagnosis;
  /** The title of what would have been the verdict, had the workspace not ignored its cause. */
  ignoredTitle?: string;
}

export type DiagnosisContext = Pick<OperationContext, "language" | "workspace" | "signal" | "commandLine">;

/** Causes that this workspace accepts. An unreadable file is a failed probe and accepts nothing. */
export async function ignoredIn(workspace: string | undefined, failed: FailedProbe[]): Promise<string[]> {
  try {
    return (await new IgnoredFindings(() => workspace).list()).map(({ cause }) => cause);
  } catch (error) {
    failed.push({ probe: "ignored findings", reason: messageOf(error) });
    return [];
  }
}

/** Collects all evidence once and diagnoses one send. */
export async function diagnoseCollected(
  environment: Environment,
  sent: SentMessage,
  context: DiagnosisContext,
): Promise<Diagnosed> {
  const { language, workspace, signal } = context;
  const collected = await collectEvidence(environment, sent, signal);
  const ignored = await ignoredIn(workspace, collected.failed);
  const diagnosis = diagnose(collected.evidence, { language, ignored });
  const unignored = diagnosis.verdict.outcome === "unknown" && ignored.length > 0;
  const hidden = unignored ? diagnose(collected.evidence, { language }).verdict : undefined;
  const isIgnored = hidden !== undefined && ignored.includes(hidden.cause);
  return {
    ...collected,
    diagnosis: await withFittingCommands(diagnosis, environment, context),
    ...(isIgnored && { ignoredTitle: hidden.title }),
  };
}

/** The diagnosis with commands that work on this environment, as this reader starts them. */
export async function withFittingCommands(
  diagnosis: Diagnosis,
  environment: Environment,
  { signal, commandLine }: Pick<DiagnosisContext, "signal" | "commandLine">,
): Promise<Diagnosis> {
  if (environment.name !== LOCAL) return withOwnCommands(diagnosis, commandLine);
  return withOwnCommands(withLocalCommands(diagnosis, await activeFaults(environment, signal)), commandLine);
}

async function activeFaults({ faults }: Environment, signal: AbortSignal): Promise<string[]> {
  const all = (await faults?.list(signal).catch(() => [])) ?? [];
  return all.filter(({ active }) => active).map(({ id }) => id);
}
