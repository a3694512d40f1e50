import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { setContextKey } from "../host/contextKeys";
import { ExpectedError } from "../common/errors";
import type { StackClient, TenantSummary } from "../runtime/stackClient";
import { senderStatus } from "../views/layerFacts";
import { registrationOf, viewOfSender } from "../views/senderView";
import type { RegisteredSender } from "../views/senderView";
import { tenantCodeOf } from "./arguments";
import type { CommandContext } from "./context";
import type { CommandMap } from "./ids";
import type { Sender } from "./messages";
import type { SendMemory } from "./sendMemory";
import { digitsOf, isSenderNumber } from "./testSend";

const UNDO_KEY = "senderUndo";

/** What a fix changed, for undo: only while the sender still is `after`. */
interface SenderChange {
  tenantCode: string;
  before: string;
  after: string;
}

export function getSenderCommands(context: CommandContext, memory: SendMemory, sender: Sender): CommandMap {
  const { extension, notifier } = context;
  const state = extension.workspaceState;
  setContextKey("messaging.canUndoSender", lastChange(state) !== undefined);

  const remember = async (change: SenderChange | undefined) => {
    await state.update(UNDO_KEY, change);
    setContextKey("messaging.canUndoSender", change !== undefined);
  };

  const undo = async () => {
    const change = lastChange(state);
    if (!change) throw new ExpectedError("nothing-to-undo", l10n.t("No sender fix can be undone"));
    const { tenantCode, before, after } = change;
    const client = await context.client();
    await client.setSender(tenantCode, after, before);
    await remember(undefined);
    await context.refresh();
    void notifier.info(l10n.t("Undone: {0}.messaging_sender is {1} again.", tenantCode, shown(before)));
    return change;
  };

  return {
    "messaging.sender.inspect": async (argument) => {
      const client = await context.client();
      const tenant = await chooseTenant(client, argument);
      if (!tenant) return undefined;
      const { worker } = await client.environment();
      const view = viewOfSender(tenant, await sendersOf(client), worker["SOLAPI_SENDER"] ?? "");
      void showInspection(context, tenant, view.lines);
      return view;
    },
    "messaging.sender.fix": async (argument) => {
      const client = await context.client();
      const tenant = await chooseTenant(client, argument);
      if (!tenant) return undefined;
      const senders = await sendersOf(client);
      const number = givenNumber(argument) ?? (await chooseNumber(tenant, senders));
      if (number === undefined) return undefined;
      const change = { tenantCode: tenant.code, before: tenant.messagingSender, after: number };
      const choice = await preview(change, senders, isConfirmed(argument));
      if (!choice) return undefined;
      await client.setSender(change.tenantCode, change.before, change.after);
      await remember(change);
      await context.refresh();
      if (choice === "apply") {
        void notifier.info(l10n.t("{0}.messaging_sender is {1}.", change.tenantCode, number), {
          title: l10n.t("Undo"),
          run: () => context.execute("messaging.sender.undo"),
        });
        return { change };
      }
      const send = lastSendOf(memory, tenant.code, argument);
      return { change, result: await sender.send(send, { undo: () => context.execute("messaging.sender.undo") }) };
    },
    "messaging.sender.undo": undo,
  };
}

function lastChange(state: vscode.Memento): SenderChange | undefined {
  const change: unknown = state.get(UNDO_KEY);
  const isChange = typeof change === "object" && change !== null && "tenantCode" in change && "after" in change;
  return isChange ? (change as SenderChange) : undefined;
}

const shown = (sender: string) => sender || l10n.t("(empty)");

const sendersOf = async (client: StackClient): Promise<RegisteredSender[]> =>
  (await client.snapshot()).provider.senders;

/** The same message once more: the one the fix is for, else the tenant's last one. */
function lastSendOf(memory: SendMemory, tenantCode: string, argument: unknown) {
  const { traceId } = (argument ?? {}) as { traceId?: unknown };
  const same = typeof traceId === "string" ? memory.of(traceId) : undefined;
  return same ?? { ...memory.last(), tenantCode };
}

/** Given by a button ("Use 0212345678"), already checked there and once more here. */
function givenNumber(argument: unknown): string | undefined {
  const { number } = (argument ?? {}) as { number?: unknown };
  if (typeof number !== "string") return undefined;
  const digits = digitsOf(number);
  if (isSenderNumber(digits)) return digits;
  throw new ExpectedError("invalid-sender", `Not a sender number: ${number.length} characters`);
}

/** Scripts and tests have no one to confirm: they say so. */
const isConfirmed = (argument: unknown) => (argument as { isConfirmed?: unknown } | undefined)?.isConfirmed === true;

async function chooseTenant(client: StackClient, argument: unknown): Promise<TenantSummary | undefined> {
  const code = tenantCodeOf(argument);
  if (code !== undefined) return client.tenant(code);
  const { tenants } = await client.tenants(0, 5000);
  const items = tenants.map((tenant) => ({
    label: tenant.code,
    description: `${tenant.name} · ${shown(tenant.messagingSender)}`,
    tenant,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: l10n.t("Whose sender?"),
    matchOnDescription: true,
  });
  return picked?.tenant;
}

/** Registered numbers first, each with its status; then any number. */
async function chooseNumber(tenant: TenantSummary, senders: RegisteredSender[]): Promise<string | undefined> {
  const title = l10n.t("Sender of {0}, now {1}", tenant.code, shown(tenant.messagingSender));
  const rows = [...senders]
    .sort((one, other) => Number(isActive(other)) - Number(isActive(one)))
    .map((each) => ({
      label: `${isActive(each) ? "$(pass)" : "$(warning)"} ${each.phoneNumber}`,
      description: l10n.t("registered at Solapi, {0}", senderStatus(each.status)),
      number: each.phoneNumber,
    }));
  const typing = { label: `$(edit) ${l10n.t("Type a number")}`, description: "", number: undefined };
  const picked = await vscode.window.showQuickPick([...rows, typing], {
    title,
    placeHolder: l10n.t("Which number shall {0} send from?", tenant.code),
  });
  if (!picked || picked.number !== undefined) return picked?.number;
  const typed = await vscode.window.showInputBox({
    title,
    prompt: l10n.t("The sender number; hyphens are left out"),
    value: tenant.messagingSender,
    validateInput: (value) =>
      isSenderNumber(digitsOf(value))
        ? undefined
        : l10n.t("A sender number has 8 to 11 digits, for example 02-1234-5678"),
  });
  return typed === undefined ? undefined : digitsOf(typed);
}

const isActive = ({ status }: RegisteredSender) => status.toUpperCase() === "ACTIVE";

async function preview(
  { tenantCode, before, after }: SenderChange,
  senders: RegisteredSender[],
  confirmed: boolean,
): Promise<"send" | "apply" | undefined> {
  if (confirmed) return "send";
  const change = l10n.t("{0}.messaging_sender  {1} → {2}", tenantCode, shown(before), after);
  const isRegistered = registrationOf(after, senders) === "active";
  const items = [
    { label: `$(play) ${l10n.t("Apply and send again")}`, choice: "send" as const },
    { label: `$(check) ${l10n.t("Apply")}`, choice: "apply" as const },
  ].map((item) => ({
    ...item,
    description: isRegistered ? "" : l10n.t("this number is not registered and active at Solapi"),
    detail: item.choice === "send" ? l10n.t("{0}, in the local store", change) : "",
  }));
  const picked = await vscode.window.showQuickPick(items, { title: l10n.t("Fix sender"), placeHolder: change });
  return picked?.choice;
}

async function showInspection(
  context: CommandContext,
  tenant: TenantSummary,
  lines: ReturnType<typeof viewOfSender>["lines"],
): Promise<void> {
  const fix = { label: `$(wrench) ${l10n.t("Fix sender")}`, description: "" };
  const rows = lines.map(({ label, description, isProblem }) => ({
    label: `${isProblem ? "$(warning)" : "$(dash)"} ${label}`,
    description,
  }));
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator };
  const picked = await vscode.window.showQuickPick([...rows, separator, fix], {
    title: l10n.t("Sender of {0}", tenant.code),
    placeHolder: l10n.t("The first number of payload → tenant → SOLAPI_SENDER is used"),
  });
  if (picked === fix) await context.execute("messaging.sender.fix", tenant.code);
}
