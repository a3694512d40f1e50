import { ExpectedError } from "../../common/errors";
import type { StudentSummary } from "../control/stackContract";
import type { StoreDatabase } from "./database";

export interface Student {
  id: number;
  tenantId: number;
  name: string;
  /** As the academy typed it, with or without hyphens; null if there is none. */
  phone: string | null;
  parentPhone: string | null;
  /** ISO 8601 UTC. */
  deletedAt: string | null;
}

export type StudentToInsert = Pick<Student, "tenantId" | "name"> & Partial<Student>;

const COLUMNS = `id, tenant_id AS "tenantId", name, phone, parent_phone AS "parentPhone", deleted_at AS "deletedAt"`;

/** students_student. */
export class Students {
  readonly #database: StoreDatabase;

  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  /** The tenant's students among `ids`, ordered by id. Omits unknown and deleted ones. */
  present(tenantId: number, ids: readonly number[]): Student[] {
    const known = ids.filter(Number.isSafeInteger);
    return this.#database
      .prepare(
        `SELECT ${COLUMNS} FROM students_student
         WHERE tenant_id = ? AND deleted_at IS NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      )
      .all(tenantId, JSON.stringify(known)) as unknown as Student[];
  }

  /** The ids of the tenant's deleted students among `ids`. */
  deleted(tenantId: number, ids: readonly number[]): Set<number> {
    const rows = this.#database
      .prepare(
        `SELECT id FROM students_student
         WHERE tenant_id = ? AND deleted_at IS NOT NULL AND id IN (SELECT value FROM json_each(?))`,
      )
      .all(tenantId, JSON.stringify(ids.filter(Number.isSafeInteger))) as { id: number }[];
    return new Set(rows.map(({ id }) => id));
  }

  /** The students of all tenants with this number, or one that ends with it; digits. */
  byNumber(digits: string): Pick<Student, "id" | "tenantId">[] {
    return this.#database
      .prepare(
        `SELECT id, tenant_id AS "tenantId" FROM students_student
         WHERE substr(replace(replace(phone, '-', ''), ' ', ''), -length(:end)) = :end
            OR substr(replace(replace(parent_phone, '-', ''), ' ', ''), -length(:end)) = :end`,
      )
      .all({ end: digits }) as unknown as Pick<Student, "id" | "tenantId">[];
  }

  /** The tenant's students whose name holds `text`, ordered by id, `limit` at most. Omits deleted ones. */
  named(tenantId: number, text: string, limit: number): StudentSummary[] {
    const rows = this.#database
      .prepare(
        `SELECT ${COLUMNS} FROM students_student
         WHERE tenant_id = ? AND deleted_at IS NULL AND instr(name, ?) > 0 ORDER BY id LIMIT ?`,
      )
      .all(tenantId, text, limit) as unknown as Student[];
    return rows.map(({ id, name, phone, parentPhone }) => ({
      id,
      name,
      hasPhone: Boolean(phone?.trim()),
      hasParentPhone: Boolean(parentPhone?.trim()),
    }));
  }

  /** All students of a tenant, including deleted ones, ordered by id. */
  list(tenantId: number): Student[] {
    return this.#database
      .prepare(`SELECT ${COLUMNS} FROM students_student WHERE tenant_id = ? ORDER BY id`)
      .all(tenantId) as unknown as Student[];
  }

  /** Adds or replaces all of them, or none. @throws ExpectedError `students-of-other-tenant` */
  putAll(
    tenantId: number,
    students: readonly Omit<Student, "tenantId" | "deletedAt">[],
  ): { added: number; replaced: number } {
    return this.#database.inTransaction(() => {
      const owner = this.#database.prepare("SELECT tenant_id AS tenantId FROM students_student WHERE id = ?");
      const put = this.#database.prepare(
        `INSERT INTO students_student (id, tenant_id, name, phone, parent_phone) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET
           name = excluded.name, phone = excluded.phone, parent_phone = excluded.parent_phone, deleted_at = NULL`,
      );
      let replaced = 0;
      for (const { id, name, phone, parentPhone } of students) {
        const known = owner.get(id)?.["tenantId"];
        if (known !== undefined && known !== tenantId) throw ofOtherTenant(id);
        if (known !== undefined) replaced += 1;
        put.run(id, tenantId, name, phone, parentPhone);
      }
      return { added: students.length - replaced, replaced };
    });
  }

  insert(student: StudentToInsert): number {
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO students_student (id, tenant_id, name, phone, parent_phone, deleted_at) VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(
        student.id ?? null,
        student.tenantId,
        student.name,
        student.phone ?? null,
        student.parentPhone ?? null,
        student.deletedAt ?? null,
      );
    return Number(lastInsertRowid);
  }
}

const ofOtherTenant = (id: number) =>
  new ExpectedError(
    "students-of-other-tenant",
    `The id ${id} is that of another tenant's student`,
    "Give the students ids that no other tenant uses.",
  );
