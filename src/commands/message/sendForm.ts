import * as l10n from "@vscode/l10n";
import type * as vscode from "vscode";
import { inputText, pickOne } from "../../host/picks";
import type { Environment } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import { chooseTenant } from "../tenant/tenantPick";
import { digitsOf, isPhoneNumber, startPoints } from "../../window/messages/testMessage";
import type { StartPoint, TestMessage } from "../../window/messages/testMessage";

type Field = "send" | "start" | "tenantCode" | "studentIds" | "sendTo" | "mode" | "text" | "to";

interface Row extends vscode.QuickPickItem {
  field: Field;
}

/** A quick pick used as a form: Enter on its first row sends with the last values; any other row changes one. */
export async function fillSendForm(environment: Environment, last: TestMessage): Promise<TestMessage | undefined> {
  let send = last;
  for (;;) {
    const row = await pickOne(rowsOf(environment, send), {
      title: l10n.t("Send test message"),
      placeHolder: l10n.t("Enter sends with these values; choose a row to change it"),
      ignoreFocusOut: true,
    });
    if (!row) return undefined;
    if (row.field === "send") return send;
    send = { ...send, ...(await edit(environment, row.field, send)) };
  }
}

function rowsOf({ name }: Environment, send: TestMessage): Row[] {
  const { start, tenantCode, studentIds, sendTo, mode, text, to } = send;
  const row = (field: Field, label: string, description: string): Row => ({ field, label, description });
  const recipient: Row[] =
    start === "api"
      ? [
          row("studentIds", l10n.t("Student ids"), studentIds.join(", ")),
          row("sendTo", l10n.t("Whose number"), sendToText(sendTo)),
        ]
      : [row("to", l10n.t("Recipient"), to)];
  return [
    row(
      "send",
      `$(play) ${l10n.t("Send")}`,
      [name === LOCAL ? "" : name, tenantCode, mode.toUpperCase(), text].filter(Boolean).join(" · "),
    ),
    row("tenantCode", l10n.t("Tenant"), tenantCode),
    ...recipient,
    row("mode", l10n.t("Mode"), mode.toUpperCase()),
    row("text", l10n.t("Text"), text),
    row("start", l10n.t("Start at"), startText(start)),
  ];
}

const sendToText = (sendTo: TestMessage["sendTo"]) => (sendTo === "parent" ? l10n.t("parent") : l10n.t("student"));

function startText(start: StartPoint): string {
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

async function edit(
  environment: Environment,
  field: Exclude<Field, "send">,
  send: TestMessage,
): Promise<Partial<TestMessage>> {
  switch (field) {
    case "start":
      return optional("start", await choose(startsOf(environment), startText));
    case "tenantCode":
      return optional("tenantCode", (await chooseTenant(environment, l10n.t("Tenant")))?.code);
    case "studentIds": {
      const typed = await input(l10n.t("Student ids, separated by commas"), send.studentIds.join(", "), (value) =>
        /^\s*\d+(\s*,\s*\d+)*\s*$/.test(value)
          ? undefined
          : l10n.t("Whole numbers separated by commas, for example 1, 2"),
      );
      return optional("studentIds", typed?.split(",").map(Number));
    }
    case "sendTo":
      return optional("sendTo", await choose(["parent", "student"], sendToText));
    case "mode":
      return optional("mode", await choose(["sms", "alimtalk", "both"], (mode) => mode.toUpperCase()));
    case "text":
      return optional("text", await input(l10n.t("Text of the message"), send.text, () => undefined));
    case "to": {
      const { allowedRecipients } = environment;
      if (allowedRecipients && allowedRecipients.length > 0) {
        return optional("to", await choose([...allowedRecipients], (number) => number));
      }
      const typed = await input(l10n.t("Recipient's number"), send.to, (value) =>
        isPhoneNumber(digitsOf(value)) ? undefined : l10n.t("A number has 9 to 11 digits and begins with 0"),
      );
      return optional("to", typed === undefined ? undefined : digitsOf(typed));
    }
  }
}

/** Sends never bypass a real backend's worker to call the provider, nor hand a message to a foreign process. */
const startsOf = ({ name, queue }: Environment): readonly StartPoint[] =>
  name === LOCAL ? startPoints : queue ? ["api", "queue"] : ["api"];

const optional = <Key extends keyof TestMessage>(
  key: Key,
  value: TestMessage[Key] | undefined,
): Partial<TestMessage> => (value === undefined ? {} : ({ [key]: value } as Partial<TestMessage>));

async function choose<const T extends string>(
  values: readonly T[],
  text: (value: T) => string,
): Promise<T | undefined> {
  const items = values.map((value) => ({ label: text(value), value }));
  return (await pickOne(items, {}))?.value;
}

const input = (prompt: string, value: string, validateInput: (value: string) => string | undefined) =>
  inputText({ prompt, value, validateInput, ignoreFocusOut: true });
