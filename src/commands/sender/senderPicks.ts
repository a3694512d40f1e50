import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { ProviderSender } from "../../targets/environment";
import { isActive } from "../../targets/tenants/registeredSenders";
import { senderStatus } from "../../views/layers/readingRows";
import type { registrationOf, SenderView } from "../../views/layers/senderView";
import { digitsOf, isSenderNumber } from "../../window/messages/testMessage";

/** A sender as it is shown: nothing is a value too. */
export const shownSender = (sender: string) => sender || l10n.t("(empty)");

/** Registered numbers first, each with its status; then any number. */
export async function chooseNumber(tenant: TenantSummary, senders: ProviderSender[]): Promise<string | undefined> {
  const title = l10n.t("Sender of {0}, now {1}", tenant.code, shownSender(tenant.messagingSender));
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
    placeHolder: l10n.t("Choose the sender number of {0}", tenant.code),
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

/** What is about to be changed, and whether it is sent again at once. Undefined: the user gave up. */
export async function preview(
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

/** Where the sender comes from, a line a step. True where it shall be fixed. */
export async function pickInspection({ code }: TenantSummary, lines: SenderView["lines"]): Promise<boolean> {
  const fix = { label: `$(wrench) ${l10n.t("Fix sender")}`, description: "" };
  const rows = lines.map(({ label, description, isProblem }) => ({
    label: `${isProblem ? "$(warning)" : "$(dash)"} ${label}`,
    description,
  }));
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator };
  const picked = await vscode.window.showQuickPick([...rows, separator, fix], {
    title: l10n.t("Sender of {0}", code),
    placeHolder: l10n.t("The first number of payload → tenant → SOLAPI_SENDER is used"),
  });
  return picked === fix;
}
