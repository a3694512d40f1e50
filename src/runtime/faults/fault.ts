import type { Layer } from "../message/messageEvents";
import type { Stack } from "../stack/stack";
import type { FaultSend } from "../control/stackContract";

/** What `clear` needs to undo the fault. Plain data, stored on disk, so that a crashed stack can be repaired. */
export type Undo = Readonly<Record<string, string | number | boolean | null>>;

/**
 * One cause from the diagnosis, made real in the local stack: it empties data, deletes a queue, kills a process. Every
 * layer meets the same failure as in production.
 */
export interface Fault {
  /** The cause's id. */
  id: string;
  layer: Layer;
  /** What the fault does, in one sentence. */
  title: string;
  send?: FaultSend;
  inject(stack: Stack): Promise<Undo> | Undo;
  clear(stack: Stack, undo: Undo): Promise<void> | void;
}

/** The fix of whatever a fault causes. */
export const CLEAR_FAULT = "clear-fault";

/** A fault that consists only of the message it sends. */
export const bySending = (id: string, layer: Layer, title: string, send: FaultSend): Fault => ({
  id,
  layer,
  title,
  send,
  inject: () => ({}),
  clear: () => undefined,
});

/** A fault in the worker's environment. Setting and clearing it restarts the worker. */
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

/** The sample tenant and student that every fault uses. */
export const SAMPLE_TENANT = "hakwonplus";
export const SAMPLE_STUDENT = 1;

/** A fault in one value of the store; `clear` restores the previous value. */
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
    inject: ({
      parts: {
        store: { database },
      },
    }) => {
      const row = database.prepare(`SELECT ${column.column} AS value FROM ${column.table} ${where}`).get(column.key);
      database.prepare(`UPDATE ${column.table} SET ${column.column} = ? ${where}`).run(value, column.key);
      return { before: (row?.["value"] as string | number | null | undefined) ?? null };
    },
    clear: (
      {
        parts: {
          store: { database },
        },
      },
      { before = null },
    ) => {
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
