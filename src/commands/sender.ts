import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { setContextKey } from "../host/contextKeys";
import { ExpectedError } from "../common/errors";
import { sentenceOf } from "../host/errorTexts";
import { trustedFolder } from "../host/workspace";
import type { TenantSummary } from "../runtime/stackContract";
import type { Environment, TenantTarget } from "../targets/environment";
import type { VersionProfile } from "../targets/version/versionProfile";
import { senderStatus } from "../views/layerFacts";
import { registrationOf, viewOfSender } from "../views/senderView";
import type { RegisteredSender } from "../views/senderView";
import { tenantCodeOf } from "./arguments";
import type { CommandContext } from "./context";
import type { CommandMap } from "./ids";
import type { Sender } from "./messages";
import type { SendMemory } from "./sendMemory";
import { digitsOf, isSenderNumber } from "./testSend";
import { guardOptions, writable } from "./writing";

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
    // Of a real environment the audit log remembers.
    if (context.environment.isLocal) await state.update(UNDO_KEY, change);
    setContextKey("messaging.canUndoSender", change !== undefined);
  };

  const undo = async () => {
    const environment = await context.environment.open();
    const change = await (context.environment.isLocal ? undoLocal(state, environment) : undoReal(context, environment));
    if (!change) return undefined;
    const { tenantCode, before } = change;
    await remember(undefined);
    await context.refresh();
    void notifier.info(l10n.t("Undone: {0}.messaging_sender is {1} again.", tenantCode, shown(before)));
    return change;
  };

  return {
    "messaging.sender.inspect": async (argument) => {
      const environment = await context.environment.open();
      const tenant = await chooseTenant(environment, argument);
      if (!tenant) return undefined;
      const variables = (await environment.worker?.environment?.()) ?? {};
      const view = viewOfSender(tenant, await sendersOf(environment), variables["SOLAPI_SENDER"] ?? "");
      void showInspection(context, tenant, view.lines);
      return view;
    },
    "messaging.sender.fix": async (argument) => {
      const environment = await context.environment.open();
      const tenants = tenantsOf(environment);
      const tenant = await chooseTenant(environment, argument);
      if (!tenant) return undefined;
      const version = await versionOf(context, environment);
      const senders = await sendersOf(environment);
      const number = givenNumber(argument) ?? (await chooseNumber(tenant, senders));
      if (number === undefined) return undefined;
      const change = { tenantCode: tenant.code, before: tenant.messagingSender, after: number };
      const what = l10n.t("{0}.messaging_sender  {1} → {2}", tenant.code, shown(change.before), number);
      const via = context.environment.isLocal ? l10n.t("in the local store") : l10n.t("via {0}", tenants.origin);
      const choice = isConfirmed(argument) ? "send" : await preview(what, via, registrationOf(number, senders));
      if (!choice) return undefined;
      const intent = { what: `${what}, ${via}`, tenantCode: tenant.code, ...(version && { version }) };
      const target = await writable(context, environment, intent);
      if (!target) return undefined;
      await tenantsOf(target).setSender(change.tenantCode, change.before, change.after);
      await remember(change);
      await context.refresh();
      if (choice === "apply") {
        void notifier.info(l10n.t("{0}.messaging_sender is {1}.", change.tenantCode, number), {
          title: l10n.t("Undo"),
          run: () => context.execute("messaging.sender.undo"),
        });
        return { change };
      }
      const send = lastSendOf(memory, environment, tenant.code, argument);
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

/** The local store keeps no audit log: the last change stands in this workspace's state. */
async function undoLocal(state: vscode.Memento, environment: Environment): Promise<SenderChange> {
  const change = lastChange(state);
  if (!change) throw nothingToUndo();
  await tenantsOf(environment).setSender(change.tenantCode, change.after, change.before);
  return change;
}

/** The newest change that the audit log knows, whoever made it on this machine. Undefined: the user gave up. */
async function undoReal(context: CommandContext, environment: Environment): Promise<SenderChange | undefined> {
  const { AuditLog, lastSenderChange, undoSender } = context.environmentsModule();
  const change = lastSenderChange(await new AuditLog(context.stack.stateDir).entries(), environment);
  if (!change) throw nothingToUndo();
  const { tenantCode, before, after } = change;
  const what = l10n.t("{0}.messaging_sender  {1} → {2}", tenantCode, shown(after), shown(before));
  const options = await guardOptions(context, environment, { what, tenantCode });
  if (!options) return undefined;
  await undoSender(environment, options);
  return { tenantCode, before, after };
}

const nothingToUndo = () => new ExpectedError("nothing-to-undo", l10n.t("No sender fix can be undone"));

function tenantsOf({ tenants, name }: Environment): TenantTarget {
  if (tenants) return tenants;
  throw new ExpectedError(
    "not-configured",
    l10n.t("{0} has no tenant data in its settings", name),
    l10n.t("Add it there."),
  );
}

/** Without an account's key nobody can be asked: no number is then known to be registered. */
const sendersOf = async ({ provider }: Environment): Promise<RegisteredSender[]> => (await provider?.senders()) ?? [];

/**
 * Which backend it is; the local stack honours the field.
 * Error: `sender-ignored`, before anything is asked for: a fix that changes nothing is not offered.
 */
async function versionOf(context: CommandContext, environment: Environment): Promise<VersionProfile | undefined> {
  if (context.environment.isLocal) return undefined;
  const { recogniseVersion, requireSenderHonoured, whereOf } = context.environmentsModule();
  const workspace = trustedFolder();
  const version = await recogniseVersion(environment, { ...(workspace !== undefined && { workspace }) });
  try {
    requireSenderHonoured(version);
    return version;
  } catch (error) {
    const where = whereOf(error);
    if (!where || !ExpectedError.is(error)) throw error;
    void context.notifier.error(sentenceOf(error), {
      title: l10n.t("Show where"),
      run: () => {
        const at = new vscode.Position(where.line - 1, 0);
        return vscode.window.showTextDocument(vscode.Uri.file(where.file), { selection: new vscode.Range(at, at) });
      },
    });
    throw new vscode.CancellationError(); // it is told
  }
}

/** The same message once more: the one the fix is for, else the tenant's last one. */
function lastSendOf(memory: SendMemory, environment: Environment, tenantCode: string, argument: unknown) {
  const { traceId } = (argument ?? {}) as { traceId?: unknown };
  const same = typeof traceId === "string" ? memory.of(traceId) : undefined;
  return same ?? { ...memory.last(environment), tenantCode };
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

async function chooseTenant(environment: Environment, argument: unknown): Promise<TenantSummary | undefined> {
  const target = tenantsOf(environment);
  const code = tenantCodeOf(argument);
  if (code !== undefined) return target.tenant(code);
  const { tenants } = await target.tenants(0, 5000).catch(async (error: unknown) => {
    if (!ExpectedError.is(error, "not-offered")) throw error;
    return { tenants: [await target.tenant(environment.tenantCode)] };
  });
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
  change: string,
  via: string,
  registration: ReturnType<typeof registrationOf>,
): Promise<"send" | "apply" | undefined> {
  const items = [
    { label: `$(play) ${l10n.t("Apply and send again")}`, choice: "send" as const },
    { label: `$(check) ${l10n.t("Apply")}`, choice: "apply" as const },
  ].map((item) => ({
    ...item,
    description: registration === "active" ? "" : l10n.t("this number is not registered and active at Solapi"),
    detail: item.choice === "send" ? `${change}, ${via}` : "",
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
