import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { ExpectedError } from "../common/errors";
import type { TenantSummary } from "../runtime/stackClient";
import type { Environment, TenantTarget } from "../targets/environment";
import { createLocalTenants } from "../targets/local/localTenants";
import type { CommandContext } from "./commandContext";
import { environmentOption, withEnvironment } from "./environmentOption";
import type { EnvironmentChoice } from "./environmentOption";
import { exitCodes } from "./exitCodes";
import { padCells } from "./output";
import { withStack } from "./stackSession";
import type { StackChoice } from "./stackSession";

const PAGE = 500;

export function addTenantCommands(program: Command, context: CommandContext): void {
  const tenant = program.command("tenant").description("look at tenants and set their sender number");
  tenant
    .command("list")
    .description("all tenants with their sender")
    .addOption(environmentOption())
    .action((choice: EnvironmentChoice) =>
      context.run(async ({ output, stack }) => {
        const tenants = await withTenants(stack, choice, allTenants);
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
        const found = await withTenants(stack, choice, (tenants) => tenants.tenant(code));
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
    .action((code: string, { sender, expected }: { sender: string; expected?: string }) =>
      context.run(async ({ output, stack }) => {
        const { before, after } = await withStack(stack, async (client) => {
          const before = expected ?? (await client.tenant(code)).messagingSender;
          return { before, after: await client.setSender(code, before, sender) };
        });
        output.json({ version: 1, tenant: after, previous: before });
        output.line(`${code}.messaging_sender  ${shown(before)} → ${shown(after.messagingSender)}`);
        return exitCodes.ok;
      }),
    );
}

/** Of the environment, or of the local stack. */
function withTenants<T>(
  stack: StackChoice,
  { environment: file }: EnvironmentChoice,
  run: (tenants: TenantTarget) => Promise<T>,
): Promise<T> {
  if (file === undefined) return withStack(stack, (client) => run(createLocalTenants(client)));
  return withEnvironment(file, (environment) => run(tenantsOf(environment)));
}

function tenantsOf({ name, tenants }: Environment): TenantTarget {
  if (tenants) return tenants;
  throw new ExpectedError(
    "no-tenant-data",
    l10n.t("The environment {0} does not say where the tenant data is", name),
    l10n.t("Add tenantData to it: django, http or sql."),
  );
}

async function allTenants(tenants: TenantTarget): Promise<TenantSummary[]> {
  const all: TenantSummary[] = [];
  for (;;) {
    const page = await tenants.tenants(all.at(-1)?.id ?? 0, PAGE);
    all.push(...page.tenants);
    if (page.tenants.length < PAGE) return all;
  }
}

const shown = (sender: string) => sender || l10n.t("(empty)");

function senderNumber(value: string): string {
  const digits = value.replace(/[-\s]/g, "");
  if (!/^\d{0,20}$/.test(digits)) throw new InvalidArgumentError("a sender is at most 20 digits.");
  return digits;
}
