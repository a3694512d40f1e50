import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { ExpectedError } from "../../common/errors";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { TenantTarget } from "../../targets/environment";
import { createLocalTenants } from "../../targets/local/localTenants";
import { AuditLog } from "../../targets/safety/auditLog";
import { confirmProduction } from "../../targets/safety/confirmation";
import { guardEnvironment } from "../../targets/safety/guardedEnvironment";
import { recogniseVersion } from "../../targets/version/versionRecognition";
import type { CliContext } from "../cliContext";
import { environmentOption, tenantDataOf, withEnvironment } from "./environmentOption";
import type { EnvironmentChoice } from "./environmentOption";
import { exitCodes } from "../exitCodes";
import { padCells } from "../output";
import { stateDirFor, withStack } from "../stack/stackSession";
import type { StackChoice } from "../stack/stackSession";

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
    .addOption(environmentOption())
    .option("--confirm <code>", "for a production environment: the tenant's code, typed again")
    .action((code: string, { sender, expected, confirm, ...choice }: SetOptions) =>
      context.run(async ({ output, stack }) => {
        const set = async (tenants: TenantTarget) => {
          const before = expected ?? (await tenants.tenant(code)).messagingSender;
          try {
            return { before, after: await tenants.setSender(code, before, sender) };
          } catch (error) {
            throw ExpectedError.is(error, "sender-changed") ? await withPresent(tenants, code, before, error) : error;
          }
        };
        const { before, after } = await withGuardedTenants(stack, choice, code, confirm, set);
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
  return withEnvironment(file, (environment) => run(tenantDataOf(environment)));
}

/** For a write: production has to be confirmed, a sender that the backend ignores is refused, and it is recorded. */
function withGuardedTenants<T>(
  stack: StackChoice,
  choice: EnvironmentChoice,
  code: string,
  confirm: string | undefined,
  run: (tenants: TenantTarget) => Promise<T>,
): Promise<T> {
  const { environment: file } = choice;
  if (file === undefined) return withTenants(stack, choice, run);
  return withEnvironment(file, async (environment) => {
    const confirmation = confirm === undefined ? undefined : confirmProduction(environment, code, confirm);
    const version = await recogniseVersion(environment, { workspace: stack.workspace });
    const audit = new AuditLog(stateDirFor(stack));
    return run(tenantDataOf(guardEnvironment(environment, { audit, version, ...(confirmation && { confirmation }) })));
  });
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
  const next = l10n.t("It is {0} now; the change was meant for {1}.", shown(messagingSender), shown(before));
  return new ExpectedError(error.reason, error.message, next, { cause: error });
}

const shown = (sender: string) => sender || l10n.t("(empty)");

function senderNumber(value: string): string {
  const digits = value.replace(/[-\s]/g, "");
  if (!/^\d{0,20}$/.test(digits)) throw new InvalidArgumentError("a sender is at most 20 digits.");
  return digits;
}
