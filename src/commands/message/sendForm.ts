import * as l10n from "@vscode/l10n";
import type * as vscode from "vscode";
import { inputText, pickOne } from "../../host/picks";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import { chooseTenant } from "../tenant/tenantPick";
import { chooseStudents } from "./studentPick";
import type * as KnowledgeEntry from "../../logs/knowledge";
import type { SendField } from "../../views/sendForm/sendFormRows";
import { withoutSeparators, isPhoneNumber, startPoints } from "../../window/messages/testMessage";
import type { StartPoint, TestMessage } from "../../window/messages/testMessage";

type SendForm = typeof KnowledgeEntry;

interface Row extends vscode.QuickPickItem {
  field: SendField;
}

/** A quick pick used as a form: Enter on its first row sends with the last values; any other row changes one. */
export async function fillSendForm(
  environment: Environment,
  last: TestMessage,
  form: SendForm,
): Promise<TestMessage | undefined> {
  let send = last;
  let problem: string | undefined;
  const isActive = new Map<string, boolean | undefined>();
  const look = async (code: string) => isActive.set(code, (await tenantOf(environment, code))?.isActive);
  for (;;) {
    // A backend's own answer may take seconds: the form does not wait for it.
    if (!isActive.has(send.tenantCode)) {
      const looked = look(send.tenantCode);
      if (environment.name === LOCAL) await looked;
    }
    const rows: Row[] = form.sendFormRows(environment.name, send, form.sizeOfText, isActive.get(send.tenantCode));
    const row = await pickOne(rows, {
      title: l10n.t("Send test message"),
      placeHolder: problem ?? l10n.t("Enter sends with these values; choose a row to change it"),
      ignoreFocusOut: true,
    });
    if (!row) return undefined;
    const found = row.field === "send" ? form.sendFormProblem(send) : undefined;
    if (row.field === "send" && !found) return send;
    problem = found?.why;
    const field = found?.field ?? row.field;
    if (field !== "send") send = { ...send, ...(await edit(environment, field, send, form)) };
    if (!form.sendFormProblem(send)) problem = undefined;
  }
}

/** Undefined where it cannot be read: the send finds out why. */
const tenantOf = ({ tenants }: Environment, code: string): Promise<TenantSummary | undefined> =>
  tenants ? tenants.tenant(code).catch(() => undefined) : Promise.resolve(undefined);

async function edit(
  environment: Environment,
  field: Exclude<SendField, "send">,
  send: TestMessage,
  { startText, sendToText }: SendForm,
): Promise<Partial<TestMessage>> {
  switch (field) {
    case "start":
      return optional("start", await choose(startsOf(environment), startText));
    case "tenantCode":
      return optional("tenantCode", (await chooseTenant(environment, l10n.t("Tenant")))?.code);
    case "studentIds":
      return optional("studentIds", await chooseStudents(environment, send));
    case "sendTo":
      return optional("sendTo", await choose(["parent", "student"], sendToText));
    case "mode":
      return optional("mode", await choose(["sms", "alimtalk", "both"], (mode) => mode.toUpperCase()));
    case "templateId": {
      const value = send.templateId === undefined ? "" : String(send.templateId);
      const typed = await input(l10n.t("Template id; empty: no template"), value, (id) =>
        /^\d{0,15}$/.test(id.trim()) ? undefined : l10n.t("A whole number, for example 1"),
      );
      if (typed === undefined) return {};
      return { templateId: typed.trim() === "" ? undefined : Number(typed) };
    }
    case "text":
      return optional(
        "text",
        await input(l10n.t("Text of the message"), send.text, (text) =>
          text.trim() === "" ? l10n.t("The text is empty.") : undefined,
        ),
      );
    case "to": {
      const { allowedRecipients } = environment;
      if (allowedRecipients && allowedRecipients.length > 0) {
        return optional("to", await choose([...allowedRecipients], (number) => number));
      }
      const typed = await input(l10n.t("Recipient's number"), send.to, (value) =>
        isPhoneNumber(withoutSeparators(value)) ? undefined : l10n.t("A number has 9 to 11 digits and begins with 0"),
      );
      return optional("to", typed === undefined ? undefined : withoutSeparators(typed));
    }
  }
}

/** Sends never bypass a real backend's worker to call the provider, nor hand a message to a foreign process. */
function startsOf({ name, api, queue, tenants }: Environment): readonly StartPoint[] {
  if (name === LOCAL) return startPoints;
  // Through the API only students are named: whom they reach must be known. A queue's message names its tenant by id.
  const possible: StartPoint[] = [
    ...(api && tenants?.recipients ? (["api"] as const) : []),
    ...(queue && tenants ? (["queue"] as const) : []),
  ];
  return possible.length > 0 ? possible : ["api"];
}

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
