import type { Environment } from "../../targets/environment";
import { diagnoseCollected } from "./diagnoseCollected";
import type { DiagnosisContext } from "./diagnoseCollected";
import { withPresent } from "./diagnoseNow";
import type { DiagnosedNow } from "./diagnoseNow";
import { lookBack } from "./lookBack";

/** Diagnoses a tenant's messages of the last minutes, without a send, and looks at every layer as it is now. */
export async function diagnoseLately(
  environment: Environment,
  { tenantCode, minutes }: { tenantCode: string; minutes: number },
  context: DiagnosisContext,
): Promise<DiagnosedNow> {
  const { workspace, signal } = context;
  const since = Date.now() - minutes * 60_000;
  const diagnose = async () => {
    const sent = await lookBack(environment, tenantCode, since, {
      signal,
      ...(workspace !== undefined && { workspace }),
    });
    return diagnoseCollected(environment, sent, context);
  };
  return withPresent(environment, tenantCode, context, diagnose());
}
