import * as l10n from "@vscode/l10n";
import { pickOne } from "../../host/picks";
import type { CommandContext } from "../context";
import type { CommandMap } from "../../host/commandIds";
import type { TestSender } from "../message/testSender";
import { faultTitle } from "../../targets/layers/causeTitles";
import type { FaultSummary } from "../../runtime/control/stackContract";
import { faultItems } from "./faultItems";

export function getFaultCommands(context: CommandContext, sender: TestSender): CommandMap {
  const { operations } = context;
  return {
    "messaging.fault.inject": async (argument) => {
      const fault = await context.perform(l10n.t("Inject fault"), async (environment, operation) => {
        const faults = await operations().listFaults(environment, operation.signal);
        const id = typeof argument === "string" ? argument : await chooseFault(faults);
        return id === undefined ? undefined : operations().injectFault(environment, id, operation);
      });
      if (!fault) return undefined;
      await context.refresh();
      const { send } = fault;
      const show = () =>
        send?.via === "queue" ? sender.sendBody(send.body) : context.execute("messaging.message.send", presetOf(send));
      void context.notifier.info(
        l10n.t("Fault set: {0}", faultTitle(fault.id)),
        { title: l10n.t("Send test message"), run: show },
        { title: l10n.t("Clear faults"), run: () => context.execute("messaging.fault.clear") },
      );
      return fault.id;
    },
    "messaging.fault.clear": async () => {
      const cleared = await context.perform(l10n.t("Clear faults"), (environment, operation) =>
        operations().clearFaults(environment, undefined, operation),
      );
      if (!cleared) return undefined;
      // The findings date from another state of the stack.
      context.findings.set(undefined);
      await context.refresh();
      void context.notifier.info(
        cleared.length === 0
          ? l10n.t("No fault was active.")
          : l10n.t("Faults cleared: {0}", cleared.map(faultTitle).join(", ")),
      );
      return cleared;
    },
  };
}

/** The send that shows the fault, as the form's preset. */
function presetOf(send: Extract<FaultSummary["send"], { via: "api" }> | undefined): unknown {
  if (!send) return undefined;
  const { tenantCode, request } = send;
  return {
    start: "api",
    ...(tenantCode !== undefined && { tenantCode }),
    ...(request.student_ids && { studentIds: request.student_ids }),
    ...(request.send_to && { sendTo: request.send_to }),
    ...(request.message_mode && { mode: request.message_mode }),
    ...(typeof request.template_id === "number" && { templateId: request.template_id }),
    ...(request.raw_body !== undefined && { text: request.raw_body }),
  };
}

async function chooseFault(faults: FaultSummary[]): Promise<string | undefined> {
  const options = {
    placeHolder: l10n.t("What breaks? The fault is injected into the local stack"),
    matchOnDescription: true,
  };
  return (await pickOne(faultItems(faults), options))?.id;
}
