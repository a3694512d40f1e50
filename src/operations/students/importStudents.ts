import type { Environment } from "../../targets/environment";
import type { ImportResult } from "../../runtime/control/stackContract";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";
import { readStudents } from "./studentRows";

/**
 * Puts students of one's own into the local stack: all of a CSV file, or none. A student with a known id is replaced.
 * Undefined: the user cancelled. Errors: `students-unreadable`, `students-of-other-tenant`, `tenant-not-found`,
 * `local-only`.
 */
export async function importStudents(
  environment: Environment,
  { tenantCode, csv }: { tenantCode: string; csv: string },
  context: OperationContext,
): Promise<ImportResult | undefined> {
  const students = readStudents(csv);
  const target = await requestWrite(environment, { kind: "import-students", tenantCode, students }, context);
  return target?.write(context.signal);
}
