import type { LogRow } from "../../runtime/control/stackContract";
import type { Environment } from "../../targets/environment";
import { recoverCodes } from "../../targets/solapi/recoveredCodes";
import type { RecoveredCode } from "../../targets/solapi/recoveredCodes";
import { tenantData } from "../tenants/tenantData";

/** A row of NotificationLog, with the provider's code if the backend dropped it and Solapi still has it. */
export interface ListedLog {
  row: LogRow & { status?: string };
  recovered?: RecoveredCode;
}

/** The newest rows of one tenant, newest first. Errors: `not-offered` without tenant data, and those of its parts. */
export async function listLogs(
  environment: Environment,
  { tenantCode, limit }: { tenantCode: string; limit: number },
  signal?: AbortSignal,
): Promise<ListedLog[]> {
  const { provider } = environment;
  const rows = await tenantData(environment).newestLogs(limit, tenantCode, signal);
  const codes = provider ? await recoverCodes(rows.toReversed(), provider) : [];
  const byRow = new Map(codes.map((code) => [code.rowId, code]));
  return rows.map((row) => {
    const recovered = byRow.get(row.id);
    return { row, ...(recovered && { recovered }) };
  });
}
