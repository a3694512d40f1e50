import { jobTables } from "./jobTables";
import type { Migration } from "./migration";
import { initialSchema } from "./schema";

/** In execution order. Append only: the version in a file is a position in this list. */
export const migrations: readonly Migration[] = [initialSchema, jobTables];
