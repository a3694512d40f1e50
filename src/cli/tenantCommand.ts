import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { TenantSummary } from "../runtime/stackClient";
import type { CommandContext } from "./commandContext";
import { exitCodes } from "./exitCodes";
import { padCells } from "./output";
import { withStack } from "./stackSession";

const PAGE = 500;

export function addTenantCommands(program: Command, context: CommandContext): void {
  const tenant = program.command("tenant").description("look at tenants and set their sender number");
  tenant
    .command("list")
    .description("all tenants with their sender")
    .action(() =>
      context.run(async ({ output, stack }) => {
        const tenants = await withStack(stack, async (client) => {
          const all: TenantSummary[] = [];
          for (;;) {
            const page = await client.tenants(all.at(-1)?.id ?? 0, PAGE);
            all.push(...page.tenants);
            if (page.tenants.length < PAGE) return all;
          }
        });
        output.json({ version: 1, tenants });
        for (const { code, messagingSender } of tenants) output.line(`${padCells(code, 20)} ${shown(messagingSender)}`);
        return exitCodes.ok;
      }),
    );
  tenant
    .command("get <code>")
    .description("one tenant's sender")
    .action((code: string) =>
      context.run(async ({ output, stack }) => {
        const found = await withStack(stack, (client) => client.tenant(code));
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

const shown = (sender: string) => sender || l10n.t("(empty)");

function senderNumber(value: string): string {
  const digits = value.replace(/[-\s]/g, "");
  if (!/^\d{0,20}$/.test(digits)) throw new InvalidArgumentError("a sender is at most 20 digits.");
  return digits;
}
