import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { pickOne } from "../../host/picks";
import { ExpectedError } from "../../common/errors";
import type { CommandMap } from "../../host/commandIds";
import { sentenceOf } from "../../host/toasts/errorTexts";
import { setContextKey } from "../../host/contextKeys";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment } from "../../targets/environment";
import { senderDigits } from "../../targets/tenants/phoneDigits";
import { viewOfSender } from "../../views/layers/senderView";
import type { SenderView } from "../../views/layers/senderView";
import type { SendMemory } from "../../window/messages/sendMemory";
import { tenantCodeOf } from "../arguments";
import type { CommandContext } from "../context";
import type { TestSender } from "../message/testSender";
import { chooseTenant } from "../tenant/tenantPick";
import { tellFixed, writtenText } from "./fixedSender";

export function getSenderCommands(context: CommandContext, memory: SendMemory, sender: TestSender): CommandMap {
  const { notifier, operations } = context;
  const canUndo = (can: boolean) => setContextKey("messaging.canUndoSender", can);
  canUndo(true); // until the audit log, which is read on request, says otherwise

  return {
    "messaging.sender.inspect": async (argument) => {
      const inspection = await context.perform(l10n.t("Inspect sender"), async (environment, { signal }) => {
        const code = await codeOf(environment, argument);
        return code === undefined ? undefined : operations().inspectSender(environment, code, signal);
      });
      if (!inspection) return undefined;
      const { tenant, senders, fallback } = inspection;
      const view = viewOfSender(tenant, senders, fallback);
      void pickInspection(tenant, view.lines).then((isFix) =>
        isFix ? context.execute("messaging.sender.fix", tenant.code) : undefined,
      );
      return view;
    },
    "messaging.sender.fix": async (argument) => {
      const number = givenNumber(argument);
      const done = await context.perform(l10n.t("Fix sender"), async (environment, operation) => {
        const tenantCode = await codeOf(environment, argument);
        if (tenantCode === undefined) return undefined;
        const fix = { tenantCode, isPreviewed: true, ...(number !== undefined && { number }) };
        const fixed = await operations()
          .fixSender(environment, fix, operation)
          .catch((error: unknown) => {
            throw shownWhere(context, error);
          });
        return (
          fixed && { fixed, filledFor: environment.name, again: lastSendOf(memory, environment, tenantCode, argument) }
        );
      });
      if (!done) return undefined;
      const { filledFor } = done;
      canUndo(true);
      await context.refresh();
      return tellFixed(context, done.fixed, (undo) => sender.send(done.again, { undo, isOnce: true, filledFor }));
    },
    "messaging.sender.undo": async () => {
      const change = await context.perform(l10n.t("Undo sender fix"), (environment, operation) =>
        operations()
          .undoSender(environment, operation)
          .catch((error: unknown) => {
            if (ExpectedError.is(error, "nothing-to-undo")) canUndo(false);
            throw error;
          }),
      );
      if (!change) return undefined;
      await context.refresh();
      void notifier.info(l10n.t("Undone: {0}", writtenText(change.tenantCode, change.before)));
      return change;
    },
  };
}

/** The tenant that the argument names; without one, asks. */
const codeOf = async (environment: Environment, argument: unknown): Promise<string | undefined> =>
  tenantCodeOf(argument) ?? (await chooseTenant(environment, l10n.t("Whose sender?")))?.code;

/** For a field that the backend ignores: shows the line that counts, if it is known. */
function shownWhere(context: CommandContext, error: unknown): unknown {
  const where = context.operations().whereOf(error);
  if (!where || !ExpectedError.is(error)) return error;
  void context.notifier.error(sentenceOf(error), {
    title: l10n.t("Show where"),
    run: () => {
      const at = new vscode.Position(where.line - 1, 0);
      return vscode.window.showTextDocument(vscode.Uri.file(where.file), { selection: new vscode.Range(at, at) });
    },
  });
  return new vscode.CancellationError(); // already reported
}

/** The last send, to repeat it: that of the message the fix is for, else the tenant's. */
function lastSendOf(memory: SendMemory, environment: Environment, tenantCode: string, argument: unknown) {
  const { traceId } = (argument ?? {}) as { traceId?: unknown };
  const same = typeof traceId === "string" ? memory.of(traceId) : undefined;
  return same ?? { ...memory.last(environment), tenantCode };
}

/** A number passed by a button ("Use 0212345678"). */
function givenNumber(argument: unknown): string | undefined {
  const { number } = (argument ?? {}) as { number?: unknown };
  if (typeof number !== "string") return undefined;
  const digits = senderDigits(number);
  if (digits !== undefined) return digits;
  throw new ExpectedError("invalid-sender", l10n.t("Not a sender number: {0} characters", number.length));
}

/** Shows where the sender comes from, one line per step. True if the user chooses to fix it. */
async function pickInspection({ code }: TenantSummary, lines: SenderView["lines"]): Promise<boolean> {
  const fix = { label: `$(wrench) ${l10n.t("Fix sender")}`, description: "" };
  const rows = lines.map(({ label, description, isProblem }) => ({
    label: `${isProblem ? "$(warning)" : "$(dash)"} ${label}`,
    description,
  }));
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator };
  const picked = await pickOne([...rows, separator, fix], {
    title: l10n.t("Sender of {0}", code),
    placeHolder: l10n.t("The first number of payload → tenant → SOLAPI_SENDER is used"),
  });
  return picked === fix;
}
