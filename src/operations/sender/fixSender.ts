import * as l10n from "@vscode/l10n";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment, ProviderSender } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import { requireSenderHonoured } from "../../targets/safety/senderField";
import { previewOf } from "../../targets/safety/write";
import { senderDigits } from "../../targets/tenants/phoneDigits";
import { isActive, registrationOf, senderStatus } from "../../targets/tenants/registeredSenders";
import { recogniseVersion } from "../../targets/version/versionRecognition";
import { requestWrite } from "../environment/requestWrite";
import type { Choice } from "../interaction";
import type { OperationContext } from "../operation";
import { tenantData } from "../tenants/tenantData";
import { sendersOf } from "./inspectSender";

export interface SenderFix {
  tenantCode: string;
  /** Digits; "" clears it. Absent: the user chooses a registered number or types one. */
  number?: string;
  /** Changes the sender only while it still has this value. */
  expected?: string;
  /** True: shows the change and offers to send the message again; else the change is made directly. */
  isPreviewed: boolean;
}

export interface FixedSender {
  tenantCode: string;
  before: string;
  after: string;
  /** The user wants the message sent again. */
  sendsAgain: boolean;
}

/**
 * Sets a tenant's sender by compare-and-set. Undefined: the user cancelled.
 * Errors: `sender-ignored` before any prompt (a fix that changes nothing is not offered), `sender-changed`,
 * `invalid-sender`, `tenant-not-found`, and those of the guard.
 */
export async function fixSender(
  environment: Environment,
  fix: SenderFix,
  context: OperationContext,
): Promise<FixedSender | undefined> {
  const { interaction, signal, workspace } = context;
  const { tenantCode } = fix;
  interaction.progress(l10n.t("Looking at the tenant and the registered numbers"));
  const [tenant, senders, version] = await Promise.all([
    tenantData(environment).tenant(tenantCode, signal),
    fix.isPreviewed ? sendersOf(environment, signal) : [],
    environment.name === LOCAL ? undefined : recogniseVersion(environment, { workspace, signal }),
  ]);
  requireSenderHonoured(version);
  const after = fix.number ?? (await chooseNumber(tenant, senders, context));
  if (after === undefined) return undefined;
  const before = fix.expected ?? tenant.messagingSender;
  const write = { kind: "set-sender", tenantCode, before, after } as const;
  const choice = fix.isPreviewed
    ? await interaction.choose(
        l10n.t("Fix sender"),
        previewChoices(environment, write, senders),
        previewOf(environment, write).description,
      )
    : "apply";
  if (!choice) return undefined;
  const target = await requestWrite(environment, write, context, { ...(version && { version }) });
  if (!target) return undefined;
  await target.write(signal);
  return { tenantCode, before, after, sendsAgain: choice === "send" };
}

/** Offers the registered numbers first, each with its status, then any number. */
async function chooseNumber(
  { code, messagingSender }: TenantSummary,
  senders: readonly ProviderSender[],
  { interaction }: OperationContext,
): Promise<string | undefined> {
  const title = l10n.t("Sender of {0}, now {1}", code, messagingSender || l10n.t("(empty)"));
  const registered = [...senders]
    .sort((one, other) => Number(isActive(other)) - Number(isActive(one)))
    .map(({ phoneNumber, status }) => ({
      label: phoneNumber,
      description: isActive({ phoneNumber, status })
        ? l10n.t("registered and active")
        : l10n.t("registered, {0}", senderStatus(status)),
      value: phoneNumber,
    }));
  const chosen = await interaction.choose(title, [...registered, { label: l10n.t("Type a number"), value: "" }]);
  if (chosen !== "") return chosen;
  const typed = await interaction.ask({
    title,
    prompt: l10n.t("The sender number; hyphens are left out"),
    value: messagingSender,
    check: (value) =>
      senderDigits(value) === undefined
        ? l10n.t("A sender number has 8 to 11 digits, for example 02-1234-5678")
        : undefined,
  });
  return typed === undefined ? undefined : senderDigits(typed);
}

function previewChoices(
  environment: Environment,
  write: Parameters<typeof previewOf>[1] & { after: string },
  senders: readonly ProviderSender[],
): Choice<"send" | "apply">[] {
  const { description: change, via } = previewOf(environment, write);
  const isRegistered = registrationOf(write.after, senders) === "active";
  const description = isRegistered ? "" : l10n.t("this number is not registered and active at Solapi");
  const detail = [change, via && l10n.t("via {0}", via)].filter(Boolean).join(", ");
  return [
    { label: l10n.t("Apply and send again"), description, detail, value: "send" },
    { label: l10n.t("Apply"), description, value: "apply" },
  ];
}
