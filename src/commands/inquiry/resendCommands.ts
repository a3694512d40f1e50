import * as l10n from "@vscode/l10n";
import { machineTimeZone } from "../../common/timeZone";
import type { CommandMap } from "../../host/commandIds";
import { withCancellableProgress } from "../../host/progress";
import type { MessageFilter } from "../../operations/inquiry/filter/messageFilter";
import type { ResendPlan } from "../../operations/resend/planResend";
import { filterArgument, requestIdOf } from "../arguments";
import type { CommandContext } from "../context";

export const getResendCommands = (context: CommandContext): CommandMap => ({
  /**
   * Of a send in the tree, of an inquiry's filter, or of today. Returns how many were sent again; undefined if the user
   * cancels or none can be.
   */
  "messaging.message.resend": async (argument) => {
    const id = requestIdOf(argument);
    const filter = id === undefined ? (filterArgument(argument) ?? todayOf(context)) : { id };
    const environment = await context.environment.open();
    const { planResend, resendMessages, emptyPlanText, leftOutLines, resendText, ResendJournal } = context.operations();
    const journal = new ResendJournal(context.stack.stateDir);
    const title = l10n.t("Resend Failed Messages");
    const result = await withCancellableProgress(title, async (signal, report) => {
      const operation = context.operation(signal, report);
      report(l10n.t("Looking for messages that can now succeed…"));
      const plan: ResendPlan = (await journal.interrupted()) ?? (await planResend(environment, filter, operation));
      if (plan.resends.length === 0) {
        void context.notifier.info([emptyPlanText(plan), ...leftOutLines(plan)].join("; "));
        return undefined;
      }
      return resendMessages(environment, plan, { journal }, operation);
    });
    if (!result) return undefined;
    const text = resendText(result);
    const show = { title: l10n.t("Show messages"), run: () => context.execute("messaging.message.find") };
    void (result.reached === result.sent ? context.notifier.info(text, show) : context.notifier.warning(text, show));
    await context.refresh();
    return result.sent;
  },
});

const todayOf = (context: CommandContext): MessageFilter => {
  const { fieldsOf, readFields } = context.operations();
  return readFields(fieldsOf("today"), { now: Date.now(), zone: machineTimeZone() });
};
