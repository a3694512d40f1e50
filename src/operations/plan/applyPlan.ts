import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import { sendMessages } from "../message/sendMessages";
import type { SendReport } from "../message/sendMessages";
import type { OperationContext } from "../operation";
import { placesOf, requireNoProduction } from "./planFix";
import type { Plan } from "./plan";
import type { PlanRegistry } from "./planRegistry";

/** Opens the environment of a plan. The caller disposes it. */
type OpenEnvironment = <T>(name: string, run: (environment: Environment) => Promise<T>) => Promise<T>;

/**
 * Carries out an approved fix, once. Errors: those of PlanRegistry.take, `plan-altered` where the environment is another
 * one now, `production-read-only`, and those of the guard and of the write.
 */
export async function applyFix(
  id: string,
  plans: PlanRegistry,
  open: OpenEnvironment,
  context: OperationContext,
): Promise<Plan> {
  const plan = await plans.take(id, "fix");
  await onPlace(plan, open, async (environment) => {
    const { action } = plan;
    if (action.kind !== "fix") return;
    const target = await requestWrite(environment, action.write, context);
    await target?.write(context.signal);
  });
  return plan;
}

/** Sends an approved test message, once, and follows it to its end. */
export async function applySend(
  id: string,
  plans: PlanRegistry,
  open: OpenEnvironment,
  context: OperationContext,
): Promise<SendReport | undefined> {
  const plan = await plans.take(id, "send");
  return onPlace(plan, open, async (environment) =>
    plan.action.kind === "send" ? sendMessages(environment, plan.action.send, context) : undefined,
  );
}

const onPlace = <T>(plan: Plan, open: OpenEnvironment, run: (environment: Environment) => Promise<T>): Promise<T> =>
  open(plan.environment, (environment) => {
    requireNoProduction(environment);
    if (JSON.stringify(placesOf(environment)) !== JSON.stringify(plan.places))
      throw new ExpectedError(
        "plan-altered",
        l10n.t("{0} is not the environment that the plan was made for", environment.name),
        l10n.t("Make the plan again, and let a person approve it."),
      );
    return run(environment);
  });
