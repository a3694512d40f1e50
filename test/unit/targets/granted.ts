import type { Environment } from "../../../src/targets/environment";
import type { AuditLog } from "../../../src/targets/safety/auditLog";
import { prepareWrite } from "../../../src/targets/safety/guard";
import type { WritableEnvironment } from "../../../src/targets/safety/guard";
import type { Write } from "../../../src/targets/safety/write";

/** Leave for one write outside of production: every check is made, nobody is asked. */
export async function granted<W extends Write>(
  environment: Environment,
  write: W,
  audit: AuditLog,
): Promise<WritableEnvironment<W["kind"]>> {
  return (await prepareWrite(environment, write, { audit })).grant();
}
