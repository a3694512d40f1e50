import { stringify } from "csv-stringify/sync";
import type { FoundMessage } from "./foundMessage";

const columns = ["id", "at", "tenant", "to", "student", "type", "layer", "outcome", "cause", "confidence", "matched"];

/** The messages as CSV, with a header. A spreadsheet runs no cell: what could be a formula begins with an apostrophe. */
export const messageRows = (messages: readonly FoundMessage[]): string[] =>
  stringify(
    messages.map((message) => ({ ...message, at: new Date(message.at).toISOString() })),
    { header: true, columns, escape_formulas: true },
  )
    .trimEnd()
    .split("\n");
