import * as l10n from "@vscode/l10n";
import type { CommandId } from "../commandIds";
import type { StepButton } from "./errorTexts";

interface Step {
  title: () => string;
  command: CommandId | `workbench.${string}`;
  argument?: object;
}

const logIn: Step = { title: () => l10n.t("Log In"), command: "messaging.environment.logIn" };
const setSecret: Step = { title: () => l10n.t("Set secret"), command: "messaging.environment.setSecret" };
const send: Step = { title: () => l10n.t("Send test message"), command: "messaging.message.send" };
const select: Step = { title: () => l10n.t("Select environment"), command: "messaging.environment.select" };
const startStack: Step = { title: () => l10n.t("Start local stack"), command: "messaging.stack.start" };
/** Opens settings.json of the folder at the environments. */
const editSettings: Step = {
  title: () => l10n.t("Edit environments"),
  command: "workbench.action.openWorkspaceSettingsFile",
  argument: { revealSetting: { key: "messaging.environments", edit: true } },
};
const openFolder: Step = { title: () => l10n.t("Open folder"), command: "workbench.action.files.openFolder" };
const manageTrust: Step = { title: () => l10n.t("Manage Trust"), command: "workbench.trust.manage" };
const diagnose: Step = { title: () => l10n.t("Diagnose"), command: "messaging.diagnosis.run" };

/** By the error's reason. */
const steps: Readonly<Record<string, Step>> = {
  "token-missing": logIn,
  "token-refused": logIn,
  "login-refused": logIn,
  "provider-keys-missing": setSecret,
  "provider-refused": setSecret,
  "no-messages": send,
  "not-ours": send,
  "no-findings": diagnose,
  "local-only": select,
  "environment-changed": select,
  "no-environment": select,
  "environment-invalid": editSettings,
  "no-allowed-recipients": editSettings,
  "recipient-not-allowed": editSettings,
  "recipient-unproven": editSettings,
  "not-offered": editSettings,
  "no-api": editSettings,
  "nothing-discovered": editSettings,
  "aws-credentials-missing": editSettings,
  "aws-credentials-invalid": editSettings,
  "aws-session-expired": editSettings,
  "stack-gone": startStack,
  "no-stack": startStack,
  "no-folder": openFolder,
  "no-workspace": openFolder,
  "folder-not-trusted": manageTrust,
};

/** The command that does the next step, and its title as a button; undefined if no command does it. */
export function nextStepOf(reason: string): StepButton | undefined {
  const step = Object.hasOwn(steps, reason) ? steps[reason] : undefined;
  return step && { title: step.title(), command: step.command, arguments: step.argument ? [step.argument] : [] };
}
