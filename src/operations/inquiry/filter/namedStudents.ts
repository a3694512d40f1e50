import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../../common/errors";
import { maskName } from "../../../common/masking";
import { LOCAL } from "../../../targets/environment";
import type { Environment } from "../../../targets/environment";
import { listTenants } from "../../tenants/listTenants";
import type { MessageFilter } from "./messageFilter";

/** A student with the name that an inquiry is about. */
export interface NamedStudent {
  tenant: string;
  id: number;
  /** Masked, except in the local stack. */
  name: string;
}

/** More students of one name are nobody in particular. */
const MOST = 20;
/** How many names a tenant is asked for, and how many tenants of the local stack are asked. */
const MOST_READ = 1_000;
const MOST_TENANTS = 100;

/**
 * Replaces a filter's name by the students who have it: those with exactly this name, else those whose name holds it.
 * Without a tenant, the local stack looks in all of them, a backend in its own.
 *
 * Errors: `student-unknown`, `student-ambiguous`, `names-not-offered`.
 */
export async function withNamedStudents(
  environment: Environment,
  { name, ...filter }: MessageFilter,
  signal: AbortSignal,
): Promise<{ filter: MessageFilter; students?: NamedStudent[] }> {
  if (name === undefined) return { filter };
  const students = await studentsNamed(environment, name, filter.tenant, signal);
  return { filter: { ...filter, students: students.map(({ tenant, id }) => `${tenant}/${id}`) }, students };
}

async function studentsNamed(
  environment: Environment,
  name: string,
  tenant: string | undefined,
  signal: AbortSignal,
): Promise<NamedStudent[]> {
  const { tenants } = environment;
  const isLocal = environment.name === LOCAL;
  const ownWay = l10n.t("Give the student's id or number: {0}", "--student 7, --to 5678");
  if (!tenants?.students)
    throw new ExpectedError(
      "names-not-offered",
      l10n.t("{0} has no list of students, so a name cannot be looked up", environment.name),
      ownWay,
    );
  const codes =
    tenant !== undefined
      ? [tenant]
      : isLocal
        ? (await listTenants(environment, MOST_TENANTS, signal)).map(({ code }) => code)
        : [environment.tenantCode];
  const read = await Promise.all(
    codes.map(async (code) =>
      (await tenants.students!(code, name, MOST_READ, signal)).map((student) => ({ ...student, tenant: code })),
    ),
  );
  const holding = read.flat();
  const exact = holding.filter((student) => student.name.trim() === name);
  const found = exact.length > 0 ? exact : holding;
  if (found.length === 0)
    throw new ExpectedError(
      "student-unknown",
      l10n.t("No student of {0} is called {1}", codes.join(", "), name),
      ownWay,
    );
  if (found.length > MOST)
    throw new ExpectedError(
      "student-ambiguous",
      l10n.t("{0} students are called {1}", found.length < MOST_READ ? found.length : `${MOST_READ}+`, name),
      l10n.t("Give the whole name, the tenant, or the student's id or number: {0}", "--student 7, --to 5678"),
    );
  return found.map(({ id, tenant: code, name: whole }) => ({
    tenant: code,
    id,
    name: isLocal ? whole : maskName(whole),
  }));
}
