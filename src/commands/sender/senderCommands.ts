import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../../common/errors";
import type { CommandMap } from "../../host/commandIds";
import { sentenceOf } from "../../host/errorTexts";
import { withViewProgress } from "../../host/progress";
import { trustedFolder } from "../../host/workspace";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment, ProviderSender } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import type { VersionProfile } from "../../targets/version/versionProfile";
import { registrationOf, viewOfSender } from "../../views/layers/senderView";
import type { SendMemory } from "../../window/messages/sendMemory";
import { digitsOf, isSenderNumber } from "../../window/messages/testMessage";
import { tenantCodeOf } from "../arguments";
import type { CommandContext } from "../context";
import { chooseNumber, pickInspection, preview, shownSender } from "./senderPicks";
import { SenderUndo } from "./senderUndo";
import { chooseTenant, tenantsOf } from "../tenant/tenantPick";
import type { TestSender } from "../message/testSender";

export function getSenderCommands(context: CommandContext, memory: SendMemory, sender: TestSender): CommandMap {
  const { notifier } = context;
  const undo = new SenderUndo(context);

  return {
    "messaging.sender.inspect": async (argument) => {
      const environment = await context.environment.open();
      const tenant = await tenantOf(environment, argument);
      if (!tenant) return undefined;
      const view = await withViewProgress("layers", async () => {
        const variables = (await environment.worker?.variables?.()) ?? {};
        return viewOfSender(tenant, await sendersOf(environment), variables["SOLAPI_SENDER"] ?? "");
      });
      void pickInspection(tenant, view.lines).then((isFix) =>
        isFix ? context.execute("messaging.sender.fix", tenant.code) : undefined,
      );
      return view;
    },
    "messaging.sender.fix": async (argument) => {
      const environment = await context.environment.open();
      const tenants = tenantsOf(environment);
      const tenant = await tenantOf(environment, argument);
      if (!tenant) return undefined;
      // A real backend takes its time: code and columns are looked at, Solapi is asked.
      const { version, senders } = await withViewProgress("layers", async () => ({
        version: await versionOf(context, environment),
        senders: await sendersOf(environment),
      }));
      const number = givenNumber(argument) ?? (await chooseNumber(tenant, senders));
      if (number === undefined) return undefined;
      const change = { tenantCode: tenant.code, before: tenant.messagingSender, after: number };
      const what = l10n.t("{0}.messaging_sender  {1} → {2}", tenant.code, shownSender(change.before), number);
      const via = environment.name === LOCAL ? l10n.t("in the local store") : l10n.t("via {0}", tenants.origin);
      const choice = isConfirmed(argument) ? "send" : await preview(what, via, registrationOf(number, senders));
      if (!choice) return undefined;
      const target = await context
        .operations()
        .requestWrite(environment, { kind: "set-sender", ...change }, context.operation(), {
          ...(version && { version }),
        });
      if (!target) return undefined;
      await target.write();
      undo.remember(change);
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
    "messaging.sender.undo": async () => {
      const change = await undo.run();
      if (!change) return undefined;
      await context.refresh();
      void notifier.info(
        l10n.t("Undone: {0}.messaging_sender is {1} again.", change.tenantCode, shownSender(change.before)),
      );
      return change;
    },
  };
}

/** The one that the argument names; without one, asks. */
async function tenantOf(environment: Environment, argument: unknown): Promise<TenantSummary | undefined> {
  const target = tenantsOf(environment);
  const code = tenantCodeOf(argument);
  return code === undefined ? chooseTenant(environment, l10n.t("Whose sender?")) : target.tenant(code);
}

/** Without an account's key nobody can be asked: no number is then known to be registered. */
const sendersOf = async ({ provider }: Environment): Promise<ProviderSender[]> => (await provider?.senders()) ?? [];

/**
 * Which backend it is; the local stack honours the field.
 * Error: `sender-ignored`, before anything is asked for: a fix that changes nothing is not offered.
 */
async function versionOf(context: CommandContext, environment: Environment): Promise<VersionProfile | undefined> {
  if (environment.name === LOCAL) return undefined;
  const { recogniseVersion, requireSenderHonoured, whereOf } = context.operations();
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
