import * as l10n from "@vscode/l10n";
import type * as vscode from "vscode";
import { setContextKey } from "../../host/contextKeys";
import type { Environment } from "../../targets/environment";
import { nothingToUndo } from "../../targets/tenants/tenantErrors";
import type { CommandContext } from "../context";
import { shownSender } from "./senderPicks";
import { tenantsOf } from "../tenant/tenantPick";
import { guardOptions } from "../environment/writing";

const UNDO_KEY = "senderUndo";

/** What a fix changed, for undo: only while the sender still is `after`. */
export interface SenderChange {
  tenantCode: string;
  before: string;
  after: string;
}

/** Which fix can be taken back: of the local store the last one, of a real environment what its audit log says. */
export class SenderUndo {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
    setContextKey("messaging.canUndoSender", lastChange(context.extension.workspaceState) !== undefined);
  }

  /** Undefined: nothing is left to undo. */
  async remember(change: SenderChange | undefined): Promise<void> {
    const { environment, extension } = this.#context;
    // Of a real environment the audit log remembers.
    if (environment.isLocal) await extension.workspaceState.update(UNDO_KEY, change);
    setContextKey("messaging.canUndoSender", change !== undefined);
  }

  /** What was taken back; undefined: the user gave up. Error: `nothing-to-undo`. */
  async run(): Promise<SenderChange | undefined> {
    const context = this.#context;
    const environment = await context.environment.open();
    const change = context.environment.isLocal
      ? await undoLocal(context.extension.workspaceState, environment)
      : await undoReal(context, environment);
    if (change) await this.remember(undefined);
    return change;
  }
}

function lastChange(state: vscode.Memento): SenderChange | undefined {
  const change: unknown = state.get(UNDO_KEY);
  const isChange = typeof change === "object" && change !== null && "tenantCode" in change && "after" in change;
  return isChange ? (change as SenderChange) : undefined;
}

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
  const what = l10n.t("{0}.messaging_sender  {1} → {2}", tenantCode, shownSender(after), shownSender(before));
  const options = await guardOptions(context, environment, { what, tenantCode });
  if (!options) return undefined;
  await undoSender(environment, options);
  return { tenantCode, before, after };
}
