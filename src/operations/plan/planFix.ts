import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { maskText } from "../../common/masking";
import type { Environment } from "../../targets/environment";
import { prepareWrite } from "../../targets/safety/guard";
import type { Write } from "../../targets/safety/write";
import { senderDigits } from "../../targets/tenants/phoneDigits";
import { registrationOf } from "../../targets/tenants/registeredSenders";
import type { TestSend } from "../message/testSend";
import { bodyOfSend } from "../message/deliverSend";
import type { OperationContext } from "../operation";
import { sendersOf } from "../sender/inspectSender";
import { tenantData } from "../tenants/tenantData";
import type { Plan, PlannedAction } from "./plan";
import type { PlanRegistry } from "./planRegistry";

export const plannedFixes = [
  "set-sender",
  "start-worker",
  "restart-worker",
  "create-queue",
  "redrive",
  "clear-fault",
] as const;

export interface WantedFix {
  fix: (typeof plannedFixes)[number];
  /** For `set-sender`. */
  tenant?: string | undefined;
  number?: string | undefined;
  /** For `clear-fault`; all without it. */
  cause?: string | undefined;
}

/** Dead messages that one plan moves at most. */
const REDRIVEN = 100;

type PlanContext = Pick<OperationContext, "audit" | "signal">;

/**
 * Plans a fix, for a person to approve; changes nothing. Production is refused, and so is what the guard would refuse.
 * Errors: `production-read-only`, `number-unreadable`, `number-not-registered`, `nothing-to-do`, `not-offered`.
 */
export async function planFix(
  environment: Environment,
  wanted: WantedFix,
  plans: PlanRegistry,
  context: PlanContext,
): Promise<Plan> {
  requireNoProduction(environment);
  const write = await writeOf(environment, wanted, context.signal);
  return planWrite(environment, write, { kind: "fix", write }, plans, context);
}

/** Plans a test send in the same way; one past the API starts at the queue. */
export async function planSend(
  environment: Environment,
  send: TestSend,
  plans: PlanRegistry,
  context: PlanContext,
): Promise<Plan> {
  requireNoProduction(environment);
  const { tenantCode } = send;
  if (send.start === "api")
    return planWrite(
      environment,
      { kind: "send", tenantCode, request: send.request },
      { kind: "send", send },
      plans,
      context,
    );
  const body = await bodyOfSend(environment, send);
  const kept: TestSend = { tenantCode, start: "queue", body };
  return planWrite(environment, { kind: "enqueue", tenantCode, body }, { kind: "send", send: kept }, plans, context);
}

async function planWrite(
  environment: Environment,
  write: Write,
  action: PlannedAction,
  plans: PlanRegistry,
  { audit, signal }: PlanContext,
): Promise<Plan> {
  const { preview } = await prepareWrite(environment, write, { audit, signal });
  const { description, via } = preview;
  return plans.add({
    environment: environment.name,
    places: placesOf(environment),
    action,
    description: maskText(description),
    via: maskText(via),
  });
}

/** Another backend under the same name is another environment. */
export const placesOf = ({ api, queue, worker, tenants, provider, tenantCode }: Environment): string[] =>
  [tenantCode, api?.url, queue?.endpoint, worker?.origin, tenants?.origin, provider?.url].map((place) => place ?? "");

/** Without exception: no approval makes a write to production possible from here. */
export function requireNoProduction({ isProduction, name }: Environment): void {
  if (!isProduction) return;
  throw new ExpectedError(
    "production-read-only",
    l10n.t("{0} is production, which agents may only read", name),
    l10n.t("Tell the user what you would change. They can do it themselves."),
  );
}

async function writeOf(
  environment: Environment,
  { fix, tenant, number, cause }: WantedFix,
  signal: AbortSignal,
): Promise<Write> {
  switch (fix) {
    case "set-sender":
      return senderWrite(environment, tenant ?? environment.tenantCode, number, signal);
    case "start-worker":
    case "restart-worker":
    case "create-queue":
      return { kind: fix };
    case "redrive":
      return redriveWrite(environment, signal);
    case "clear-fault":
      return { kind: "clear-faults", ...(cause !== undefined && { cause }) };
  }
}

async function senderWrite(
  environment: Environment,
  tenantCode: string,
  number: string | undefined,
  signal: AbortSignal,
): Promise<Write> {
  const after = senderDigits(number ?? "");
  if (after === undefined)
    throw new ExpectedError(
      "number-unreadable",
      l10n.t("A sender number has 8 to 11 digits, for example 02-1234-5678"),
      l10n.t("Ask the user for the number."),
    );
  const senders = await sendersOf(environment, signal);
  if (environment.provider && registrationOf(after, senders) !== "active")
    throw new ExpectedError(
      "number-not-registered",
      l10n.t("Solapi does not accept this sender: it is not registered and active"),
      l10n.t("Ask the user for a registered number. Never guess one."),
    );
  const { messagingSender: before } = await tenantData(environment).tenant(tenantCode, signal);
  return { kind: "set-sender", tenantCode, before, after };
}

/** Only messages that can be seen are moved: the plan names each. */
async function redriveWrite({ queue, name }: Environment, signal: AbortSignal): Promise<Write> {
  if (!queue?.peek)
    throw new ExpectedError(
      "not-offered",
      l10n.t("The dead messages of {0} cannot be seen without receiving them", name),
      l10n.t("Ask the user to redrive them in the editor, where they see each one first."),
    );
  const only = (await queue.peek("dead", REDRIVEN, signal)).map(({ messageId }) => messageId);
  if (only.length > 0) return { kind: "redrive", limit: REDRIVEN, only };
  throw new ExpectedError(
    "nothing-to-do",
    l10n.t("The dead-letter queue is empty"),
    l10n.t("There is nothing to redrive."),
  );
}
