import type { CaseSettings } from "../control/stackContract";
import type { Stack } from "../stack/stack";
import { SAMPLE_STUDENT, SAMPLE_TENANT } from "./fault";
import type { Undo } from "./fault";

/** Among the ids of active faults: settings of a case that was brought to the stack. */
export const CASE = "case";

const APPROVED_TEMPLATE = 1;

/** The rows that a case may change: only the sample data of a new stack. */
const rows = {
  core_tenant: ["code", SAMPLE_TENANT],
  students_student: ["id", SAMPLE_STUDENT],
  messaging_messagetemplate: ["id", APPROVED_TEMPLATE],
} as const;
type Table = keyof typeof rows;

/** Brings the settings to the stack. Resolves with what `takeBackCase` needs. */
export async function setUpCase(stack: Stack, settings: CaseSettings): Promise<Undo> {
  const { messagingSender, creditBalance, messagingIsActive, recipient, templateBody, workerVariables } = settings;
  const values: [Table, string, string | number | undefined][] = [
    ["core_tenant", "messaging_sender", messagingSender],
    ["core_tenant", "credit_balance", creditBalance],
    ["core_tenant", "messaging_is_active", messagingIsActive === undefined ? undefined : Number(messagingIsActive)],
    ["students_student", "phone", recipient],
    ["students_student", "parent_phone", recipient],
    ["messaging_messagetemplate", "body", templateBody],
  ];
  const before = stack.parts.store.inTransaction(() =>
    values.flatMap(([table, column, value]): [string, Undo[string]][] => {
      if (value === undefined) return [];
      const [key, id] = rows[table];
      const row = stack.parts.store.database
        .prepare(`SELECT ${column} AS value FROM ${table} WHERE ${key} = ?`)
        .get(id);
      setValue(stack, table, column, value);
      return [[`${table}.${column}`, (row?.["value"] as string | number | null | undefined) ?? null]];
    }),
  );
  if (workerVariables) await stack.setWorkerEnv(CASE, workerVariables);
  return { ...Object.fromEntries(before), workerVariables: workerVariables !== undefined };
}

export async function takeBackCase(stack: Stack, { workerVariables, ...before }: Undo): Promise<void> {
  stack.parts.store.inTransaction(() => {
    for (const [place, value] of Object.entries(before)) {
      const [table = "", column = ""] = place.split(".");
      if (table in rows && /^\w+$/.test(column))
        setValue(stack, table as Table, column, value as string | number | null);
    }
  });
  if (workerVariables === true) await stack.setWorkerEnv(CASE, undefined);
}

function setValue({ parts: { store } }: Stack, table: Table, column: string, value: string | number | null): void {
  const [key, id] = rows[table];
  store.database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`).run(value, id);
}
