import { ExpectedError } from "../../common/errors";
import type { LogRow, NewStudent, TenantRecord, TenantSummary } from "../control/stackContract";
import type { Store } from "../store/store";
import type { Tenant } from "../store/tenantStore";
import { logRowOf, tenantRecordOf, toSummary } from "./tenantRows";

/** The tenants of the stack's data, by their codes. Each throws `tenant-not-found` for a code that is not there. */
export class StackTenants {
  constructor(private readonly store: Store) {}

  /** Tenants by id, starting after `afterId`. */
  page(afterId: number, limit: number): { total: number; tenants: TenantSummary[] } {
    const { tenants } = this.store;
    return { total: tenants.count(), tenants: tenants.page(afterId, limit).map(toSummary) };
  }

  summary(code: string): TenantSummary {
    return toSummary(this.#tenant(code));
  }

  record(code: string): TenantRecord {
    return tenantRecordOf(this.#tenant(code));
  }

  /** @throws ExpectedError `conflict` if the sender is no longer `expected` */
  setSender(code: string, expected: string, value: string): TenantSummary {
    this.store.tenants.setSender(code, expected, value);
    return this.summary(code);
  }

  /** @throws ExpectedError `students-of-other-tenant` */
  importStudents(code: string, students: readonly NewStudent[]): { tenant: string; added: number; replaced: number } {
    return { tenant: code, ...this.store.students.putAll(this.#tenant(code).id, students) };
  }

  /** Students whose name holds `search`. */
  studentsNamed(code: string, search: string, limit: number) {
    return this.store.students.named(this.#tenant(code).id, search, limit);
  }

  /** Rows of one tenant, or of all without a code, oldest first. */
  logRows(afterId: number, code?: string): LogRow[] {
    return this.store.notificationLogs.sinceId(afterId, this.#idOf(code)).map(logRowOf);
  }

  /** Like `logRows`, newest first. */
  newestLogRows(limit: number, code?: string): LogRow[] {
    return this.store.notificationLogs.newest(limit, this.#idOf(code)).map(logRowOf);
  }

  #tenant(code: string): Tenant {
    const { tenants } = this.store;
    const tenant = tenants.byCode(code);
    if (tenant) return tenant;
    const known = tenants.page(0, 20).map((each) => each.code);
    throw new ExpectedError("tenant-not-found", `No tenant has the code ${code}`, `Known codes: ${known.join(", ")}`);
  }

  #idOf(code: string | undefined): number | undefined {
    return code === undefined ? undefined : this.#tenant(code).id;
  }
}
