import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import { diagnose } from "../../diagnosis/verdict";
import type { Environment } from "../../targets/environment";
import { collectEvidence } from "../../targets/evidence/evidenceCollector";
import type { CollectedEvidence } from "../../targets/evidence/evidenceCollector";
import { diagnoseSend, writeOf } from "../../targets/evidence/liveDiagnosis";
import type { LiveSend } from "../../targets/evidence/liveDiagnosis";
import { lookBack } from "../../targets/evidence/lookBack";
import { requestWrite } from "../../operations/environment/requestWrite";
import { testBody } from "../../targets/testBody";
import { languageOf } from "../cliLanguage";
import type { StackChoice } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";

export interface EnvironmentDiagnosisOptions {
  send?: boolean;
  /** Starts at the queue with this number instead of at the API with a student. */
  to?: string;
  /** The tenant's code, typed again: a send through a production environment needs it. */
  confirm?: string;
  /** Without a send: so many minutes are looked back at. */
  minutes: number;
}

/** Diagnoses a real backend by a test send that is followed, or by what its parts tell of the last minutes. Undefined: given up. */
export async function diagnoseEnvironment(
  environment: Environment,
  stack: StackChoice,
  send: LiveSend,
  options: EnvironmentDiagnosisOptions,
): Promise<(CollectedEvidence & { diagnosis: Diagnosis }) | undefined> {
  const language = languageOf(process.env);
  const { workspace } = stack;
  const { tenantCode } = send;
  if (!options.send) {
    const since = Date.now() - options.minutes * 60_000;
    const collected = await collectEvidence(environment, await lookBack(environment, tenantCode, since, { workspace }));
    return { ...collected, diagnosis: diagnose(collected.evidence, { language }) };
  }
  const test = options.to === undefined ? undefined : await bodyFor(environment, send, options.to);
  const write = writeOf({ ...send, ...(test && { test }) });
  const target = await requestWrite(environment, write, operationOf(stack, options));
  return target && diagnoseSend(target, { language, workspace });
}

async function bodyFor({ tenants }: Environment, { tenantCode, request }: LiveSend, to: string) {
  const id = (await tenants?.record(tenantCode))?.id;
  if (id === undefined) {
    throw new ExpectedError(
      "not-offered",
      l10n.t("The tenant's id is not known, so no message can be put on the queue for it: {0}", tenantCode),
      l10n.t("Connect the tenant data by Django or SQL."),
    );
  }
  return { via: "queue" as const, body: testBody(id, to, request.raw_body ?? "", request.message_mode) };
}
