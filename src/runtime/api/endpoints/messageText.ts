import type { Student } from "../../store/students";

/** The values of the backend's placeholders for one student. */
export interface Replacement {
  key: "student_name_2" | "student_name_3" | "site_link";
  value: string;
}

/**
 * `student_name_2` and `student_name_3` are the first two and the first three characters of the name, as in the
 * backend: for a usual Korean name of three syllables the latter is the whole name (김민준), the former cuts it (김민).
 */
export function replacementsFor(student: Pick<Student, "name">, siteLink: string): Replacement[] {
  const name = [...student.name.trim()];
  return [
    { key: "student_name_2", value: name.slice(0, 2).join("") },
    { key: "student_name_3", value: name.slice(0, 3).join("") },
    { key: "site_link", value: siteLink },
  ];
}

/** The text of one message. Placeholders of the subject stay as they are: the backend replaces them in the body only. */
export function messageText(subject: string, body: string, replacements: readonly Replacement[]): string {
  const filled = replacements.reduce((text, { key, value }) => text.replaceAll(`#{${key}}`, () => value), body);
  return (subject ? `${subject}\n${filled}` : filled).trim();
}

/** The digits of the number a message goes to; undefined where there are fewer than 10, which is no number to send to. */
export function recipientOf(student: Student, sendTo: "student" | "parent"): string | undefined {
  const digits = ((sendTo === "student" ? student.phone : student.parentPhone) ?? "").replace(/\D/g, "");
  return digits.length >= 10 ? digits : undefined;
}
