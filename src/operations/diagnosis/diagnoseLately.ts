import type { Environment } from "../../targets/environment";
import { diagnoseCollected } from "./diagnoseCollected";
import type { Diagnosed, DiagnosisContext } from "./diagnoseCollected";
import { lookBack } from "./lookBack";

/** Diagnoses a tenant's messages of the last minutes, without a send. */
export async function diagnoseLately(
  environment: Environment,
  { tenantCode, minutes }: { tenantCode: string; minutes: number },
  context: DiagnosisContext,
): Promise<Diagnosed> {
  const { workspace, signal } = context;
  const since = Date.now() - minutes * 60_000;
  const sent = await lookBack(environment, tenantCode, since, {
    signal,
    ...(workspace !== undefined && { workspace }),
  });
  return diagnoseCollected(environment, sent, context);
}
