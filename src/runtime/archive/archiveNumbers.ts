import type { Store } from "../store/store";

/** Whom the archive's messages are for, as the store knows them now. Numbers are digits. */
export interface ArchiveNumbers {
  /** The students with this number, or one that ends with it. */
  studentsOf(digits: string): { tenant: string; student: number }[];
  tenantOf(id: number): string | undefined;
}

/** A store that cannot be read knows nobody: the messages are found all the same. */
export function archiveNumbers({ students, tenants }: Pick<Store, "students" | "tenants">): ArchiveNumbers {
  const codes = new Map<number, string>();
  const tenantOf = (id: number): string | undefined => {
    const code = codes.get(id) ?? ifReadable(() => tenants.byId(id)?.code);
    if (code !== undefined) codes.set(id, code);
    return code;
  };
  return {
    studentsOf: (digits) =>
      (ifReadable(() => students.byNumber(digits)) ?? []).flatMap(({ id, tenantId }) => {
        const tenant = tenantOf(tenantId);
        return tenant === undefined ? [] : [{ tenant, student: id }];
      }),
    tenantOf,
  };
}

function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
