import * as l10n from "@vscode/l10n";
import { LOCAL } from "../../targets/environment";
import type { StartPoint, TestMessage } from "../../window/messages/testMessage";

export type SendField =
  "send" | "start" | "tenantCode" | "studentIds" | "sendTo" | "mode" | "templateId" | "text" | "to";

export interface SendFormRow {
  field: SendField;
  label: string;
  description: string;
}

/** "12 bytes, SMS"; undefined if the size is unknown. */
export type SizeOf = (text: string) => string | undefined;

/** The form's rows: the first one says exactly what it sends. `isActive`: the tenant's; undefined while unknown. */
export function sendFormRows(
  environment: string,
  send: TestMessage,
  sizeOf: SizeOf,
  isActive: boolean | undefined,
): SendFormRow[] {
  const { start, tenantCode, studentIds, sendTo, mode, text, to } = send;
  const row = (field: SendField, label: string, description: string): SendFormRow => ({ field, label, description });
  const recipient =
    start === "api"
      ? [
          row("studentIds", l10n.t("Students"), studentIds.join(", ")),
          row("sendTo", l10n.t("Whose number"), sendToText(sendTo)),
        ]
      : [row("to", l10n.t("Recipient"), to)];
  const templateId = templateOf(send);
  const what = templateId === undefined ? text : templateText(templateId);
  const parts = [environment === LOCAL ? "" : environment, tenantCode, mode.toUpperCase(), what];
  return [
    row("send", `$(play) ${l10n.t("Send")}`, parts.filter(Boolean).join(" · ")),
    row("tenantCode", l10n.t("Tenant"), isActive === false ? inactiveText(tenantCode, start) : tenantCode),
    ...recipient,
    row("mode", l10n.t("Mode"), mode.toUpperCase()),
    ...(start === "api" ? [templateRow(send)] : []),
    ...(templateId === undefined ? [row("text", l10n.t("Text"), textText(text, sizeOf))] : []),
    row("start", l10n.t("Start at"), startText(start)),
  ];
}

const inactiveText = (code: string, start: StartPoint): string =>
  start === "api"
    ? l10n.t("{0}, not active: the API refuses the message (403)", code)
    : l10n.t("{0}, not active; only the API checks it", code);

/** Only the API renders templates; a template replaces the text. */
const templateOf = ({ start, templateId }: TestMessage): number | undefined =>
  start === "api" ? templateId : undefined;

/** Why this cannot be sent, and the field to change; undefined if it can. */
export function sendFormProblem(send: TestMessage): { field: SendField; why: string } | undefined {
  if (templateOf(send) === undefined && send.text.trim() === "") {
    return { field: "text", why: l10n.t("The text is empty. Write one or choose a template.") };
  }
  return undefined;
}

function templateRow({ mode, templateId }: TestMessage): SendFormRow {
  const isNeeded = templateId === undefined && mode !== "sms";
  const none = isNeeded ? l10n.t("none; Alimtalk needs an approved template") : l10n.t("none: the text below is sent");
  return {
    field: "templateId",
    label: l10n.t("Template"),
    description: templateId === undefined ? none : templateText(templateId),
  };
}

const templateText = (id: number) => l10n.t("template {0}, with its own text", id);

const textText = (text: string, sizeOf: SizeOf) =>
  [text || l10n.t("(empty)"), text && sizeOf(text)].filter(Boolean).join(" · ");

export const sendToText = (sendTo: TestMessage["sendTo"]): string =>
  sendTo === "parent" ? l10n.t("parent") : l10n.t("student");

export function startText(start: StartPoint): string {
  switch (start) {
    case "api":
      return l10n.t("API (all four layers)");
    case "queue":
      return l10n.t("SQS (past the API)");
    case "worker":
      return l10n.t("Worker (past API and queue)");
    case "provider":
      return l10n.t("Solapi (past API, queue and worker)");
  }
}

/** Why typed ids are none; undefined for ids, and for a name. */
export const studentIdsProblem = (typed: string): string | undefined =>
  /^[\d,.\s+-]+$/.test(typed) && /\d/.test(typed) && !readStudentIds(typed)
    ? l10n.t("Student ids are whole numbers of at most 15 digits, for example 1, 2")
    : undefined;

/** Ids as typed: whole numbers that stay exact. Undefined if they are not. */
export function readStudentIds(typed: string): number[] | undefined {
  const parts = typed.split(",").map((part) => part.trim());
  return parts.every((part) => /^\d{1,15}$/.test(part)) ? parts.map(Number) : undefined;
}
