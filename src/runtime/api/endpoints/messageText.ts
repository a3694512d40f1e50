import { digitsOf } from "../../../common/text/digits";
import type { Student } from "../../store/students";

/** The values of the backend's placeholders for one student. */
export interface Replacement {
  key: "student_name_2" | "student_name_3" | "site_link";
  value: string;
}

/**
 * `student_name_2` and `student_name_3` are the first two and three characters of the name, as in the backend. Of a
 * usual three-syllable Korean name (김민준) the former is a part (김민), the latter the whole.
 */
export function replacementsFor(student: Pick<Student, "name">, siteLink: string): Replacement[] {
  const name = [...student.name.trim()];
  return [
    { key: "student_name_2", value: name.slice(0, 2).join("") },
    { key: "student_name_3", value: name.slice(0, 3).join("") },
    { key: "site_link", value: siteLink },
  ];
}

/** The text of one message. Replaces placeholders in the body only, not in the subject, as the backend does. */
export function messageText(subject: string, body: string, replacements: readonly Replacement[]): string {
  const filled = replacements.reduce((text, { key, value }) => text.replaceAll(`#{${key}}`, () => value), body);
  return (subject ? `${subject}\n${filled}` : filled).trim();
}

/** The digits of the recipient's number; undefined with fewer than 10, which cannot be a number to send to. */
export function recipientOf(student: Student, sendTo: "student" | "parent"): string | undefined {
  const digits = digitsOf((sendTo === "student" ? student.phone : student.parentPhone) ?? "");
  return digits.length >= 10 ? digits : undefined;
}
