import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { ExpectedError } from "../../common/errors";
import { fixSender } from "../../operations/sender/fixSender";
import { inspectSender } from "../../operations/sender/inspectSender";
import { undoSender } from "../../operations/sender/undoSender";
import { tenantData } from "../../operations/tenants/tenantData";
import { listTenants } from "../../operations/tenants/listTenants";
import { registrationOf } from "../../targets/tenants/registeredSenders";
import type { CliContext } from "../cliContext";
import { exitCodes } from "../exitCodes";
import { padCells } from "../output";
import { operationOf } from "../terminalInteraction";
import type { Answers } from "../terminalInteraction";
import { confirmOption, environmentOption, onEnvironment } from "./environmentOption";
import type { EnvironmentChoice } from "./environmentOption";

interface SetOptions extends EnvironmentChoice, Answers {
  sender: string;
  expected?: string;
}

export function addTenantCommands(program: Command, context: CliContext): void {
  const tenant = program.command("tenant").description("look at tenants and set their sender number");
  tenant
    .command("list")
    .description("all tenants with their sender")
    .addOption(environmentOption())
    .action((choice: EnvironmentChoice) =>
      context.run(async ({ output, stack }) => {
        const tenants = await onEnvironment(stack, choice, "started", (environment) => listTenants(environment));
        output.json({ version: 1, tenants });
        for (const { code, messagingSender, isActive } of tenants) {
          const inactive = isActive === false ? `  ${l10n.t("not active")}` : "";
          output.line(`${padCells(code, 20)} ${shown(messagingSender)}${inactive}`);
        }
        return exitCodes.ok;
      }),
    );
  tenant
    .command("get <code>")
    .description("one tenant's sender")
    .addOption(environmentOption())
    .action((code: string, choice: EnvironmentChoice) =>
      context.run(async ({ output, stack }) => {
        const found = await onEnvironment(stack, choice, "started", (each) => tenantData(each).tenant(code));
        output.json({ version: 1, tenant: found });
        output.line(`${found.code}.messaging_sender  ${shown(found.messagingSender)}`);
        if (found.isActive === false) output.line(l10n.t("not active: the API refuses its messages (403)"));
        return exitCodes.ok;
      }),
    );
  tenant
    .command("inspect <code>")
    .description("which number its messages are sent from, why, and whether Solapi takes it")
    .addOption(environmentOption())
    .action((code: string, choice: EnvironmentChoice) =>
      context.run(async ({ output, stack }) => {
        const found = await onEnvironment(stack, choice, "started", (each) => inspectSender(each, code));
        const { tenant, senders, fallback } = found;
        const registration = registrationOf(tenant.messagingSender || fallback || undefined, senders);
        output.json({ version: 1, tenant, fallback, registration });
        output.line(`${tenant.code}.messaging_sender  ${shown(tenant.messagingSender)}`);
        output.line(`SOLAPI_SENDER  ${shown(fallback)}`);
        output.line(l10n.t("at Solapi: {0}", registration));
        return exitCodes.ok;
      }),
    );
  tenant
    .command("set <code>")
    .description("set one tenant's sender; tells the value before, for undo")
    .requiredOption("--sender <number>", "digits; hyphens are taken out; '' empties it", senderNumber)
    .option("--expected <number>", "only if the sender still is this", senderNumber)
    .addOption(environmentOption())
    .addOption(confirmOption())
    .action((tenantCode: string, { sender: number, expected, confirm, ...choice }: SetOptions) =>
      context.run(async ({ output, stack }) => {
        const fix = { tenantCode, number, isPreviewed: false, ...(expected !== undefined && { expected }) };
        const fixed = await onEnvironment(stack, choice, "started", (environment) =>
          fixSender(environment, fix, operationOf(stack, { confirm })).catch(async (error: unknown) => {
            if (!ExpectedError.is(error, "sender-changed")) throw error;
            const { messagingSender } = await environment.tenants!.tenant(tenantCode);
            const next = l10n.t("It is now {0}; the change expected {1}.", shown(messagingSender), shown(expected));
            throw new ExpectedError(error.reason, error.message, next, { cause: error });
          }),
        );
        if (!fixed) return exitCodes.stopped;
        const { before: previous, after } = fixed;
        output.json({ version: 1, tenant: { code: tenantCode, messagingSender: after }, previous });
        output.line(`${tenantCode}.messaging_sender  ${shown(previous)} → ${shown(after)}`);
        return exitCodes.ok;
      }),
    );
  tenant
    .command("undo")
    .description("take the last change of a sender back that was made from this workspace")
    .addOption(environmentOption())
    .addOption(confirmOption())
    .action(({ confirm, ...choice }: EnvironmentChoice & Answers) =>
      context.run(async ({ output, stack }) => {
        const undone = await onEnvironment(stack, choice, "started", (environment) =>
          undoSender(environment, operationOf(stack, { confirm })),
        );
        if (!undone) return exitCodes.stopped;
        const { tenantCode, before, after } = undone;
        output.json({ version: 1, tenant: { code: tenantCode, messagingSender: before }, previous: after });
        output.line(`${tenantCode}.messaging_sender  ${shown(after)} → ${shown(before)}`);
        return exitCodes.ok;
      }),
    );
}

const shown = (sender = "") => sender || l10n.t("(empty)");

function senderNumber(value: string): string {
  const digits = value.replace(/[-\s]/g, "");
  if (!/^\d{0,20}$/.test(digits)) throw new InvalidArgumentError("a sender is at most 20 digits.");
  return digits;
}
