import { randomInt } from "node:crypto";
import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { ExpectedError } from "../../common/errors";
import { PlanFolder } from "../../operations/plan/planFolder";
import type { CliContext } from "../cliContext";
import { exitCodes } from "../exitCodes";
import { stateDirFor } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";

export function addApproveCommand(program: Command, context: CliContext): void {
  program
    .command("approve")
    .description("approve what an agent planned, for ten minutes, once. Asks the person at the terminal")
    .argument("<plan>", "the id that the agent named")
    .action((id: string) =>
      context.run(async ({ output, stack }) => {
        requirePerson();
        const plans = new PlanFolder(stateDirFor(stack));
        const plan = await plans.read(id);
        const word = String(randomInt(1_000, 10_000));
        output.line(l10n.t("An agent wants to change {0}:", plan.environment));
        output.line(`  ${[plan.description, plan.via].filter(Boolean).join(", ")}`);
        const typed = await operationOf(stack).interaction.ask({ title: l10n.t("Type {0} to approve it", word) });
        if (typed !== word) {
          output.line(l10n.t("Not approved. Nothing was changed."));
          return exitCodes.stopped;
        }
        await plans.approve(plan);
        output.line(l10n.t("Approved. The agent can carry it out now, once."));
        return exitCodes.ok;
      }),
    );
}

/** A pipe is no person. */
function requirePerson(): void {
  if (process.stdin.isTTY && process.stderr.isTTY) return;
  throw new ExpectedError(
    "confirmation-needed",
    l10n.t("Only a person at a terminal can approve a plan"),
    l10n.t("Run it in a terminal of your own."),
  );
}
