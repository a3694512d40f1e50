import * as l10n from "@vscode/l10n";
import { messagesText } from "../../common/text/counts";
import type { Command } from "commander";
import { emptyPlanText, isSettled } from "../../operations/resend/emptyPlan";
import { leftOutLines } from "../../operations/resend/leftOutText";
import { resendText } from "../../operations/resend/resendText";
import { ResendJournal } from "../../operations/resend/resendJournal";
import { resendMessages } from "../../operations/resend/resendMessages";
import { planResend } from "../../operations/resend/planResend";
import type { ResendPlan } from "../../operations/resend/planResend";
import type { CliContext } from "../cliContext";
import { confirmOption, environmentOption, onEnvironment, yesOption } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { stateDirFor } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";
import { filterOf, withFilterOptions } from "./filterOptions";
import type { FilterOptions } from "./filterOptions";

interface ResendOptions extends EnvironmentChoice, FilterOptions {
  dryRun?: boolean;
  canary?: boolean;
  yes?: boolean;
  confirm?: string;
}

export function addResendCommand(program: Command, context: CliContext): void {
  withFilterOptions(program.command("resend"))
    .description("send again the messages that can now succeed, nobody twice: 1, then 5, 20 and the rest")
    .option("--dry-run", "only say which messages would be sent, and which not and why")
    .option("--canary", "send only the first one")
    .addOption(environmentOption())
    .addOption(yesOption())
    .addOption(confirmOption())
    .addHelpText(
      "after",
      "\nExit code: 0 all reached the provider, or none needs to be sent again; 1 some did not, or cannot be sent now.",
    )
    .action(({ dryRun = false, canary = false, environment, yes, confirm, ...filter }: ResendOptions) =>
      context.run(async ({ output, stack }) => {
        const operation = operationOf(stack, { yes, confirm });
        const journal = new ResendJournal(stateDirFor(stack));
        return onEnvironment(stack, { environment }, "running", async (opened) => {
          const interrupted = await journal.interrupted();
          const plan = interrupted ?? (await planResend(opened, filterOf(filter), operation));
          if (interrupted)
            output.line(l10n.t("An interrupted resend is completed first, with the set that was shown."));
          const isEmpty = plan.resends.length === 0;
          for (const line of planLines(plan)) output.line(line);
          const result = dryRun
            ? undefined
            : await resendMessages(opened, plan, { journal, isCanary: canary }, operation);
          output.json({ version: 1, ...planJson(plan), ...(result && { result }) });
          if (dryRun) return exitCodes.ok;
          if (isEmpty) return isSettled(plan) ? exitCodes.ok : exitCodes.stopped;
          if (!result) return exitCodes.stopped;
          output.line(resendText(result));
          return result.sent > 0 && result.reached === result.sent ? exitCodes.ok : exitCodes.stopped;
        });
      }),
    );
}

const planLines = (plan: ResendPlan): string[] => [
  plan.resends.length === 0
    ? emptyPlanText(plan)
    : l10n.t("{0} can be sent again, about {1} won", messagesText(plan.resends.length), plan.cost),
  ...leftOutLines(plan).map((line) => `  ${line}`),
];

/** Without bodies: they hold numbers and texts. */
const planJson = ({ resends, leftOut, cost }: ResendPlan) => ({
  resends: resends.map(({ id, traceId, to, cause }) => ({ id, traceId, to, cause })),
  leftOut,
  cost,
});
