import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { ExpectedError } from "../../common/errors";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment, TenantTarget } from "../../targets/environment";
import { requestWrite } from "../../operations/environment/requestWrite";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import type { CliContext } from "../cliContext";
import { environmentOption, tenantDataOf, withEnvironment } from "./environmentOption";
import type { EnvironmentChoice } from "./environmentOption";
import { exitCodes } from "../exitCodes";
import { padCells } from "../output";
import { withStack } from "../stack/stackSession";
import type { StackChoice } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";

const PAGE = 500;

interface SetOptions extends EnvironmentChoice {
  sender: string;
  expected?: string;
  confirm?: string;
}

export function addTenantCommands(program: Command, context: CliContext): void {
  const tenant = program.command("tenant").description("look at tenants and set their sender number");
  tenant
    .command("list")
    .description("all tenants with their sender")
    .addOption(environmentOption())
    .action((choice: EnvironmentChoice) =>
      context.run(async ({ output, stack }) => {
        const tenants = await withEnvironmentOf(stack, choice, (environment) => allTenants(tenantDataOf(environment)));
        output.json({ version: 1, tenants });
        for (const { code, messagingSender } of tenants) output.line(`${padCells(code, 20)} ${shown(messagingSender)}`);
        return exitCodes.ok;
      }),
    );
  tenant
    .command("get <code>")
    .description("one tenant's sender")
    .addOption(environmentOption())
    .action((code: string, choice: EnvironmentChoice) =>
      context.run(async ({ output, stack }) => {
        const found = await withEnvironmentOf(stack, choice, (environment) => tenantDataOf(environment).tenant(code));
        output.json({ version: 1, tenant: found });
        output.line(`${found.code}.messaging_sender  ${shown(found.messagingSender)}`);
        return exitCodes.ok;
      }),
    );
  tenant
    .command("set <code>")
    .description("set one tenant's sender; tells the value before, for undo")
    .requiredOption("--sender <number>", "digits; hyphens are taken out; '' empties it", senderNumber)
    .option("--expected <number>", "only if the sender still is this", senderNumber)
    .addOption(environmentOption())
    .option("--confirm <code>", "for a production environment: the tenant's code, typed again")
    .action((code: string, { sender, expected, confirm, ...choice }: SetOptions) =>
      context.run(async ({ output, stack }) => {
        const change = await withEnvironmentOf(stack, choice, async (environment) => {
          const tenants = tenantDataOf(environment);
          const before = expected ?? (await tenants.tenant(code)).messagingSender;
          const write = { kind: "set-sender", tenantCode: code, before, after: sender } as const;
          const context = operationOf(stack, confirm === undefined ? {} : { confirm });
          const target = await requestWrite(environment, write, context);
          try {
            return target && { before, after: await target.write() };
          } catch (error) {
            throw ExpectedError.is(error, "sender-changed") ? await withPresent(tenants, code, before, error) : error;
          }
        });
        if (!change) return exitCodes.stopped;
        const { before, after } = change;
        output.json({ version: 1, tenant: after, previous: before });
        output.line(`${code}.messaging_sender  ${shown(before)} → ${shown(after.messagingSender)}`);
        return exitCodes.ok;
      }),
    );
}

/** Of the file, or of the local stack. */
function withEnvironmentOf<T>(
  stack: StackChoice,
  { environment: file }: EnvironmentChoice,
  run: (environment: Environment) => Promise<T>,
): Promise<T> {
  if (file === undefined) return withStack(stack, (client) => run(createLocalEnvironment(client)));
  return withEnvironment(file, run);
}

async function allTenants(tenants: TenantTarget): Promise<TenantSummary[]> {
  const all: TenantSummary[] = [];
  for (;;) {
    const page = await tenants.tenants(all.at(-1)?.id ?? 0, PAGE);
    all.push(...page.tenants);
    if (page.tenants.length < PAGE) return all;
  }
}

/** What there is now, and what the change was meant for. */
async function withPresent(tenants: TenantTarget, code: string, before: string, error: ExpectedError) {
  const { messagingSender } = await tenants.tenant(code);
  const next = l10n.t("It is now {0}; the change expected {1}.", shown(messagingSender), shown(before));
  return new ExpectedError(error.reason, error.message, next, { cause: error });
}

const shown = (sender: string) => sender || l10n.t("(empty)");

function senderNumber(value: string): string {
  const digits = value.replace(/[-\s]/g, "");
  if (!/^\d{0,20}$/.test(digits)) throw new InvalidArgumentError("a sender is at most 20 digits.");
  return digits;
}
