/** The positions and number of columns, from a header such as `@timestamp,@message,@logStream`. */
export interface CsvColumns {
  time: number;
  message: number;
  count: number;
}

const LONGEST_HEADER = 500;
const COLUMN_NAME = /^@?\w[\w.@ -]*$/;
/** CloudWatch, Datadog and Grafana. */
const TIME_COLUMN = /^(?:@?timestamp|date|time)$/i;
const MESSAGE_COLUMN = /^(?:@?message|content|line)$/i;
const MAY_NAME = /essage|\b(?:Content|Line)\b/;

/** Reads the header of an export, which names at least a time and a message. Undefined for any other line. */
export function columnsOf(line: string): CsvColumns | undefined {
  // Most lines begin with a digit or a bracket, and no header does.
  const first = line.charCodeAt(0);
  if (first === 0x5b || first === 0x7b || (first >= 0x30 && first <= 0x39) || line.length > LONGEST_HEADER)
    return undefined;
  if (!line.includes(",") || !MAY_NAME.test(line)) return undefined;
  const names = fieldsOf(line).map((name) => name.trim());
  if (!names.every((name) => COLUMN_NAME.test(name))) return undefined;
  const time = names.findIndex((name) => TIME_COLUMN.test(name));
  const message = names.findIndex((name) => MESSAGE_COLUMN.test(name));
  return time < 0 || message < 0 ? undefined : { time, message, count: names.length };
}

/** Whether a quoted field is still open at the end of the text, so that the row continues on the next line. */
export function isOpen(text: string): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

/** The unquoted fields of a row. A field still open at the end is read up to there. */
export function fieldsOf(row: string): string[] {
  const fields: string[] = [];
  let at = 0;
  do {
    if (row[at] === '"') {
      const { value, end } = quotedField(row, at + 1);
      fields.push(value);
      at = end;
    } else {
      const comma = row.indexOf(",", at);
      const end = comma < 0 ? row.length : comma;
      fields.push(row.slice(at, end));
      at = end;
    }
  } while (at++ < row.length);
  return fields;
}

/** Reads up to the closing quote. Keeps any text between it and the comma (none in a valid file). */
function quotedField(row: string, from: number): { value: string; end: number } {
  let close = row.indexOf('"', from);
  while (close >= 0 && row[close + 1] === '"') close = row.indexOf('"', close + 2);
  if (close < 0) return { value: row.slice(from).replaceAll('""', '"'), end: row.length };
  const comma = row.indexOf(",", close);
  const end = comma < 0 ? row.length : comma;
  return { value: row.slice(from, close).replaceAll('""', '"') + row.slice(close + 1, end), end };
}
