import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Environment } from "../../targets/environment";
import type { VersionProfile } from "../../targets/version/versionProfile";
import type { CommandContext } from "../context";

/** One thing that is about to be done to an environment. */
export interface Intent {
  /** One sentence: "Restart the worker, container academy-messaging-worker". */
  what: string;
  /** Whose data or recipients it is about. */
  tenantCode: string;
  /** Of the backend, where it was recognised: a field that it ignores is not written. */
  version?: VersionProfile;
  /** Production is asked about in any case; this one also elsewhere, because it costs money or changes counts. */
  mustConfirm?: string;
}

/**
 * The environment to write to. Of a real one every write is checked and recorded; production is read-only until a
 * person has read what happens and typed the tenant's code. Undefined: the user gave up.
 */
export async function writable(
  context: CommandContext,
  environment: Environment,
  intent: Intent,
): Promise<Environment | undefined> {
  if (context.environment.isLocal) return environment;
  const { guardEnvironment } = context.environmentsModule();
  const options = await guardOptions(context, environment, intent);
  return options && guardEnvironment(environment, options);
}

/** What the guard is told; undefined where the user gave up. */
export async function guardOptions(context: CommandContext, environment: Environment, intent: Intent) {
  const { AuditLog, confirmProduction } = context.environmentsModule();
  const { tenantCode, version, what, mustConfirm } = intent;
  const options = { audit: new AuditLog(context.stack.stateDir), ...(version && { version }) };
  if (!environment.isProduction) {
    if (mustConfirm === undefined) return options;
    return (await context.notifier.confirm(what, mustConfirm, l10n.t("Go on"))) ? options : undefined;
  }
  const question = l10n.t("{0} is production. {1}?", environment.name, what);
  const detail = [mustConfirm, l10n.t("The next step asks for the tenant's code. It is recorded in the audit log.")];
  if (!(await context.notifier.confirm(question, detail.filter(Boolean).join("\n"), l10n.t("Go on")))) return undefined;
  const typed = await vscode.window.showInputBox({
    title: what,
    prompt: l10n.t("Type {0} to do this once in {1}", tenantCode, environment.name),
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === tenantCode ? undefined : l10n.t("This is not {0}", tenantCode)),
  });
  return typed === undefined
    ? undefined
    : { ...options, confirmation: confirmProduction(environment, tenantCode, typed) };
}
