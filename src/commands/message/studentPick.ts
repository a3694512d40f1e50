import * as l10n from "@vscode/l10n";
import type * as vscode from "vscode";
import { maskName } from "../../common/masking";
import { inputText } from "../../host/picks";
import { searchPick } from "../../host/searchPick";
import type { StudentSummary } from "../../runtime/control/stackContract";
import { LOCAL } from "../../targets/environment";
import type { Environment } from "../../targets/environment";
import { readStudentIds, studentIdsProblem } from "../../views/sendForm/sendFormRows";
import type { TestMessage } from "../../window/messages/testMessage";

/** Shown at once; a longer list is searched by name. */
const LISTED = 100;

interface StudentItem extends vscode.QuickPickItem {
  id: number;
}

/** Asks for students by name or id; by id alone where the environment has no list. Undefined: the user cancelled. */
export async function chooseStudents(environment: Environment, send: TestMessage): Promise<number[] | undefined> {
  const { tenants, name } = environment;
  const { studentIds, tenantCode, sendTo } = send;
  if (!tenants?.students) return typeIds(studentIds);
  const find = async (text: string, signal: AbortSignal): Promise<StudentItem[]> => {
    const search = readStudentIds(text) ? "" : text.trim();
    const students = await tenants.students!(tenantCode, search, LISTED, signal);
    return students.map((student) => itemOf(student, sendTo, name === LOCAL));
  };
  const items = await searchPick<StudentItem>({
    title: l10n.t("Students of {0}", tenantCode),
    placeHolder: l10n.t("Check students, search by name, or type ids separated by commas"),
    chosen: studentIds.map(unnamed),
    keyOf: ({ id }) => id,
    find,
    read: (text) => readStudentIds(text)?.map(unnamed),
    refuse: studentIdsProblem,
  });
  return items?.map(({ id }) => id);
}

const unnamed = (id: number): StudentItem => ({ id, label: String(id) });

/** The names of a real backend's students are masked; the search looks at whole names all the same. */
function itemOf(
  { id, name, hasPhone, hasParentPhone }: StudentSummary,
  sendTo: TestMessage["sendTo"],
  isLocal: boolean,
): StudentItem {
  const hasNumber = sendTo === "parent" ? hasParentPhone : hasPhone;
  const none = sendTo === "parent" ? l10n.t("no parent's number") : l10n.t("no phone number");
  const shown = isLocal ? name : maskName(name);
  return {
    id,
    label: shown || String(id),
    description: [shown && String(id), hasNumber ? "" : none].filter(Boolean).join(" · "),
  };
}

async function typeIds(studentIds: readonly number[]): Promise<number[] | undefined> {
  const typed = await inputText({
    prompt: l10n.t("Student ids, separated by commas"),
    value: studentIds.join(", "),
    ignoreFocusOut: true,
    validateInput: (value) =>
      readStudentIds(value) ? undefined : l10n.t("Whole numbers separated by commas, for example 1, 2"),
  });
  return typed === undefined ? undefined : readStudentIds(typed);
}
