import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { Environment } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import { confirmProduction } from "../../targets/safety/confirmation";
import { prepareWrite } from "../../targets/safety/guard";
import type { PreparedWrite, WritableEnvironment } from "../../targets/safety/guard";
import type { Write, WriteKind } from "../../targets/safety/write";
import { recogniseVersion } from "../../targets/version/versionRecognition";
import type { VersionProfile } from "../../targets/version/versionProfile";
import type { Interaction } from "../interaction";
import type { OperationContext } from "../operation";

export interface WriteRequest {
  /**
   * Warning for the user, line by line; it forces a confirmation in every environment, the local stack included.
   * Production always asks.
   */
  warning?: string;
  /** Label of the button: "Redrive 2 messages". */
  action?: string;
  /** The backend's version, if the caller has already recognised it. */
  version?: VersionProfile;
}

/**
 * Requests permission for one write in the opened environment. First run the checks that need no person (recipients,
 * the field, support for the write); then the preview is shown, and production asks for the tenant's code last.
 *
 * Undefined: the user cancelled. Errors: those of the guard (safety/guard.ts), `confirmation-mismatch`.
 */
export async function requestWrite<W extends Write>(
  environment: Environment,
  write: W,
  context: OperationContext,
  request: WriteRequest = {},
): Promise<WritableEnvironment<W["kind"]> | undefined> {
  const { audit, signal } = context;
  const version = request.version ?? (await versionFor(environment, write, context));
  const prepared = await prepareWrite(environment, write, { audit, signal, ...(version && { version }) });
  if (environment.isProduction) return confirmedInProduction(environment, prepared, context, request);
  const { warning, action = l10n.t("Go on") } = request;
  if (warning !== undefined) {
    const question = l10n.t("{0}?", describe(prepared));
    if (!(await context.interaction.confirm({ question, detail: warning, action }))) return undefined;
  }
  return prepared.grant();
}

async function confirmedInProduction<W extends Write>(
  environment: Environment,
  prepared: PreparedWrite<W["kind"]>,
  { interaction }: OperationContext,
  { warning, action = l10n.t("Type the code…") }: WriteRequest,
): Promise<WritableEnvironment<W["kind"]> | undefined> {
  try {
    return await askForCode(environment, prepared, interaction, { warning, action });
  } catch (error) {
    if (!ExpectedError.is(error, "confirmation-needed")) throw error;
    return prepared.grant(); // no user is present: refused, and recorded
  }
}

async function askForCode<K extends WriteKind>(
  environment: Environment,
  prepared: PreparedWrite<K>,
  interaction: Interaction,
  { warning, action }: Required<Pick<WriteRequest, "action">> & WriteRequest,
): Promise<WritableEnvironment<K> | undefined> {
  const { tenantCode } = prepared;
  const what = describe(prepared);
  const { name } = environment;
  const question =
    name === "production" ? l10n.t("This is production. {0}?", what) : l10n.t("{0} is production. {1}?", name, what);
  const detail = [warning, l10n.t("The next step asks for the tenant's code. It is recorded in the audit log.")];
  const isRead = await interaction.confirm({ question, detail: detail.filter(Boolean).join("\n"), action });
  if (!isRead) return undefined;
  const typed = await interaction.ask({
    title: what,
    prompt: l10n.t("Type {0} to do this once in {1}", tenantCode, environment.name),
    isConfirmation: true,
    check: (value) => (value.trim() === tenantCode ? undefined : l10n.t("This is not {0}", tenantCode)),
  });
  return typed === undefined ? undefined : prepared.grant(confirmProduction(environment, tenantCode, typed));
}

const describe = ({ preview: { description, via } }: Pick<PreparedWrite<never>, "preview">) =>
  [description, via && l10n.t("via {0}", via)].filter(Boolean).join(", ");

/** Only a sender fix depends on the version; the local stack honours the field. */
async function versionFor(
  environment: Environment,
  write: Write,
  { workspace, signal }: OperationContext,
): Promise<VersionProfile | undefined> {
  if (write.kind !== "set-sender" || write.undoes !== undefined || environment.name === LOCAL) return undefined;
  return recogniseVersion(environment, { workspace, signal });
}
