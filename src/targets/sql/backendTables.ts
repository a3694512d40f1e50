import * as l10n from "@vscode/l10n";
import { escapeIdentifier } from "pg";
import type { ClientBase } from "pg";
import { ExpectedError } from "../../common/errors";

export interface Column {
  name: string;
  readable: boolean;
  /** Maximum length in characters of a varchar; null: no limit. */
  maxLength: number | null;
}

/** A table of the backend, as found in the database. */
export class BackendTable {
  constructor(
    /** Quoted, with its schema. */
    readonly sql: string,
    readonly columns: readonly Column[],
  ) {}

  get columnNames(): string[] {
    return this.columns.map(({ name }) => name);
  }

  /** The columns among `names` that exist and are readable. */
  readable(names: readonly string[]): string[] {
    return names.filter((name) => this.columns.some((column) => column.name === name && column.readable));
  }

  has(name: string): boolean {
    return this.columns.some((column) => column.name === name);
  }

  maxLength(name: string): number | undefined {
    return this.columns.find((column) => column.name === name)?.maxLength ?? undefined;
  }
}

export interface TableShape {
  /** Django's default name; a project may override it. */
  usualName: string;
  /** Columns that identify the table and must be readable. */
  columns: readonly string[];
}

export const tenantShape: TableShape = { usualName: "core_tenant", columns: ["id", "code", "messaging_sender"] };
export const logShape: TableShape = { usualName: "messaging_notificationlog", columns: ["id", "tenant_id", "success"] };
export const studentShape: TableShape = {
  usualName: "students_student",
  columns: ["id", "tenant_id", "phone", "parent_phone"],
};

/**
 * Reads the catalogues, which every user may read: information_schema hides what the user has no privilege on, so a
 * forbidden table would look like a missing one. The first in the search path wins; the usual name goes before any
 * other.
 */
const FIND = `
  WITH alike AS (
    SELECT c.oid, c.relname, c.relnamespace
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p', 'v') AND a.attname = ANY($1)
    GROUP BY c.oid, c.relname, c.relnamespace
    HAVING count(*) = cardinality($1::text[])
  )
  SELECT n.nspname AS schema, alike.relname AS name, has_schema_privilege(n.oid, 'USAGE') AS visible,
    alike.relname = $2 AS usual,
    (SELECT json_agg(json_build_object(
      'name', a.attname,
      'readable', has_column_privilege(alike.oid, a.attnum, 'SELECT'),
      'maxLength', CASE WHEN a.atttypid = 'varchar'::regtype AND a.atttypmod > 4 THEN a.atttypmod - 4 END
    ) ORDER BY a.attnum)
    FROM pg_attribute a WHERE a.attrelid = alike.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM alike JOIN pg_namespace n ON n.oid = alike.relnamespace
  WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  ORDER BY usual DESC, array_position(current_schemas(false), n.nspname), n.nspname, name`;

interface Found {
  schema: string;
  name: string;
  visible: boolean;
  usual: boolean;
  columns: Column[];
}

/** @throws ExpectedError `table-missing`, `table-forbidden`, `table-ambiguous` */
export async function findTable(client: ClientBase, shape: TableShape): Promise<BackendTable> {
  const { rows } = await client.query<Found>(FIND, [shape.columns, shape.usualName]);
  const [first] = rows;
  if (!first) throw missing(shape);
  if (!first.usual && rows.length > 1) throw ambiguous(shape, rows);
  const { schema, name, visible } = first;
  const table = new BackendTable(`${escapeIdentifier(schema)}.${escapeIdentifier(name)}`, first.columns);
  if (!visible || table.readable(shape.columns).length < shape.columns.length) throw forbidden(`${schema}.${name}`);
  return table;
}

const missing = ({ usualName, columns }: TableShape) =>
  new ExpectedError(
    "table-missing",
    l10n.t("The database has no table like {0} ({1})", usualName, columns.join(", ")),
    l10n.t("Check that the address names the backend's database, and that it is migrated."),
  );

export const forbidden = (table: string, cause?: unknown) =>
  new ExpectedError(
    "table-forbidden",
    l10n.t("The database user has no right to do that: {0}", table),
    l10n.t("Use an address with another user, or grant SELECT, and UPDATE for a change."),
    { cause },
  );

const ambiguous = ({ usualName }: TableShape, rows: readonly Found[]) =>
  new ExpectedError(
    "table-ambiguous",
    l10n.t(
      "Several tables look like {0}: {1}",
      usualName,
      rows.map(({ schema, name }) => `${schema}.${name}`).join(", "),
    ),
    l10n.t("Use the Django helper, which asks the backend's own models."),
  );
