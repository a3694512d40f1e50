import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import { zonedTime } from "../../common/zonedTime";
import { listWrites } from "../../operations/audit/listWrites";
import { AuditLog } from "../../targets/safety/auditLog";
import type { AuditEntry } from "../../targets/safety/auditLog";
import type { CliContext } from "../cliContext";
import { exitCodes } from "../exitCodes";
import { stateDirFor } from "../stack/stackSession";

export function addAuditCommand(program: Command, context: CliContext): void {
  program
    .command("audit")
    .description("what was written and sent from this workspace, and by which way")
    .action(() =>
      context.run(async ({ output, stack }) => {
        const log = new AuditLog(stateDirFor(stack));
        output.json({ version: 1, file: log.file, entries: await log.entries() });
        const writes = await listWrites(log);
        for (const entry of writes) output.line(lineOf(entry));
        if (writes.length === 0) output.line(l10n.t("Nothing was written or sent yet: {0}", log.file));
        return exitCodes.ok;
      }),
    );
}

function lineOf({ at, outcome, environment, description, via, undoes, reason }: AuditEntry): string {
  const mark = { done: pc.green("✔"), begun: pc.yellow("?"), failed: pc.red("✖"), refused: pc.red("✖") }[outcome];
  const how = [via && l10n.t("via {0}", via), undoes && l10n.t("undone"), reason].filter(Boolean).join(" · ");
  return `${mark} ${zonedTime(at)}  ${environment}  ${description}  ${pc.dim(how)}`;
}
