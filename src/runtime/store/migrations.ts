import { jobTables } from "./jobTables";
import type { Migration } from "./migration";
import { initialSchema } from "./schema";

/** In the order they run. Only ever append: the version in a file is a place in this list. */
export const migrations: readonly Migration[] = [initialSchema, jobTables];
