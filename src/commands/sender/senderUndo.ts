import { setContextKey } from "../../host/contextKeys";
import { nothingToUndo } from "../../targets/tenants/tenantErrors";
import type { CommandContext } from "../context";

/** What a fix changed, for undo: only while the sender still is `after`. */
export interface SenderChange {
  tenantCode: string;
  before: string;
  after: string;
}

/** Takes the last fix of a sender back, as the audit log of the environment knows it. */
export class SenderUndo {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
    setContextKey("messaging.canUndoSender", false);
  }

  /** Undefined: nothing is left to undo. */
  remember(change: SenderChange | undefined): void {
    setContextKey("messaging.canUndoSender", change !== undefined);
  }

  /** What was taken back; undefined: the user gave up. Error: `nothing-to-undo`. */
  async run(): Promise<SenderChange | undefined> {
    const { operations, operation, environment: selected } = this.#context;
    const { lastSenderChange, requestWrite } = operations();
    const environment = await selected.open();
    const context = operation();
    const last = lastSenderChange(await context.audit.entries(), environment);
    if (!last) throw nothingToUndo();
    const { tenantCode, before, after } = last;
    const write = { kind: "set-sender", tenantCode, before: after, after: before, undoes: last.id } as const;
    const target = await requestWrite(environment, write, context);
    if (!target) return undefined;
    await target.write();
    this.remember(undefined);
    return { tenantCode, before, after };
  }
}
