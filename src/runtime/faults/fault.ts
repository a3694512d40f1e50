import type { Layer } from "../message/messageEvents";
import type { Stack } from "../stack/stack";
import type { FaultSend } from "../control/stackContract";

/** What `clear` needs to put things back: plain data, kept on disk, so that a stack that crashed is repaired too. */
export type Undo = Readonly<Record<string, string | number | boolean | null>>;

/**
 * One cause of the diagnosis' vocabulary, set up for real in the local stack: data emptied, a queue deleted, a process
 * killed. Nothing is pretended: every layer meets what it would meet outside.
 */
export interface Fault {
  /** The cause's id. */
  id: string;
  layer: Layer;
  /** What is done, in one sentence. */
  title: string;
  send?: FaultSend;
  inject(stack: Stack): Promise<Undo> | Undo;
  clear(stack: Stack, undo: Undo): Promise<void> | void;
}

/** A fault that is nothing but the message that is sent. */
export const bySending = (id: string, layer: Layer, title: string, send: FaultSend): Fault => ({
  id,
  layer,
  title,
  send,
  inject: () => ({}),
  clear: () => undefined,
});

/** A fault in the worker's environment: the worker is started again with it, and without it. */
export const byWorkerEnv = (
  id: string,
  layer: Layer,
  title: string,
  env: (stack: Stack) => Record<string, string | undefined>,
  send?: FaultSend,
): Fault => ({
  id,
  layer,
  title,
  ...(send && { send }),
  inject: async (stack) => {
    await stack.setWorkerEnv(id, env(stack));
    return {};
  },
  clear: (stack) => stack.setWorkerEnv(id, undefined),
});

/** The sample data's tenant and student that every fault is shown on. */
export const SAMPLE_TENANT = "hakwonplus";
export const SAMPLE_STUDENT = 1;

/** A fault of one value in the store, put back from what stood there. `sql` takes the value, then `key`. */
export const byValue = (
  id: string,
  layer: Layer,
  title: string,
  column: { table: string; column: string; key: number | string; keyColumn?: string },
  value: string | number | null,
  send?: FaultSend,
): Fault => {
  const where = `WHERE ${column.keyColumn ?? "id"} = ?`;
  return {
    id,
    layer,
    title,
    ...(send && { send }),
    inject: ({ store: { database } }) => {
      const row = database.prepare(`SELECT ${column.column} AS value FROM ${column.table} ${where}`).get(column.key);
      database.prepare(`UPDATE ${column.table} SET ${column.column} = ? ${where}`).run(value, column.key);
      return { before: (row?.["value"] as string | number | null | undefined) ?? null };
    },
    clear: ({ store: { database } }, { before = null }) => {
      database
        .prepare(`UPDATE ${column.table} SET ${column.column} = ? ${where}`)
        .run(typeof before === "boolean" ? Number(before) : before, column.key);
    },
  };
};

export const tenantFault = (column: string) => ({
  table: "core_tenant",
  column,
  key: SAMPLE_TENANT,
  keyColumn: "code",
});
export const ofStudent = (column: string) => ({ table: "students_student", column, key: SAMPLE_STUDENT });
