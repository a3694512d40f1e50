import { digitsOf } from "../../common/text/digits";
import * as l10n from "@vscode/l10n";
import { CsvError, parse } from "csv-parse/sync";
import { ExpectedError } from "../../common/errors";
import type { NewStudent } from "../../runtime/control/stackContract";

const MOST_STUDENTS = 100_000;
const LONGEST_NAME = 50;
const LONGEST_NUMBER = 20;

/**
 * The students in a CSV file with a header line: id, name, phone and parent_phone in any order; other columns are
 * passed over, empty numbers are none.
 *
 * @throws ExpectedError `students-unreadable`, which names the line but quotes nothing of it
 */
export function readStudents(csv: string): NewStudent[] {
  const rows = rowsOf(csv);
  if (rows.length === 0) throw unreadable(l10n.t("The file has no students"));
  if (rows.length > MOST_STUDENTS) throw unreadable(l10n.t("The file has more than {0} students", MOST_STUDENTS));
  const lines = new Map<number, number>();
  return rows.map(({ record, info: { lines: line } }) => {
    const { id = "", name = "", phone = "", parent_phone: parentPhone = "" } = record;
    if (!/^[1-9]\d{0,8}$/.test(id.trim()))
      throw unreadable(l10n.t("Line {0}: the id is not a whole number above 0", line));
    const student = Number(id);
    const before = lines.get(student);
    if (before !== undefined) throw unreadable(l10n.t("Line {0}: the id is that of line {1}", line, before));
    lines.set(student, line);
    if (name.trim() === "" || name.trim().length > LONGEST_NAME)
      throw unreadable(l10n.t("Line {0}: the name has no letters, or more than {1}", line, LONGEST_NAME));
    return {
      id: student,
      name: name.trim(),
      phone: numberIn(phone, "phone", line),
      parentPhone: numberIn(parentPhone, "parent_phone", line),
    };
  });
}

interface Row {
  record: Partial<Record<"id" | "name" | "phone" | "parent_phone", string>>;
  info: { lines: number };
}

function rowsOf(csv: string): Row[] {
  let columns: string[] = [];
  try {
    const rows = parse(csv, {
      bom: true,
      columns: (header: string[]) => (columns = header.map((name) => name.trim().toLowerCase())),
      info: true,
      skip_empty_lines: true,
      max_record_size: 10_000,
    }) as unknown as Row[];
    const missing = ["id", "name", "phone", "parent_phone"].filter((name) => !columns.includes(name));
    if (missing.length > 0) throw unreadable(l10n.t("The first line lacks the columns {0}", missing.join(", ")));
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines = 1 } = error as { lines?: number };
    throw unreadable(l10n.t("Line {0} is no CSV: a quote is open, or its columns do not fit the first line", lines));
  }
}

function numberIn(text: string, column: string, line: number): string | null {
  const number = text.trim();
  if (number === "") return null;
  if (/^\+?[\d\s().-]+$/.test(number) && number.length <= LONGEST_NUMBER && digitsOf(number).length >= 8) return number;
  throw unreadable(l10n.t("Line {0}: {1} is no phone number", line, column));
}

const unreadable = (message: string) =>
  new ExpectedError(
    "students-unreadable",
    message,
    l10n.t("The first line is {0}, then one student a line.", "id,name,phone,parent_phone"),
  );
