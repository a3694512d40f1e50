import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import { zonedTime } from "../../common/zonedTime";
import { AuditLog } from "../../targets/safety/auditLog";
import type { AuditEntry } from "../../targets/safety/auditLog";
import type { CliContext } from "../cliContext";
import { exitCodes } from "../exitCodes";
import { stateDirFor } from "../stack/stackSession";

export function addAuditCommand(program: Command, context: CliContext): void {
  program
    .command("audit")
    .description("what was written and sent through real environments from this workspace, and by which way")
    .action(() =>
      context.run(async ({ output, stack }) => {
        const log = new AuditLog(stateDirFor(stack));
        const entries = await log.entries();
        output.json({ version: 1, file: log.file, entries });
        for (const entry of withoutBegun(entries)) output.line(lineOf(entry));
        if (entries.length === 0) output.line(l10n.t("Nothing was written or sent yet: {0}", log.file));
        return exitCodes.ok;
      }),
    );
}

/** One line a write: how it ended, or that it was begun and nobody knows. */
function withoutBegun(entries: readonly AuditEntry[]): AuditEntry[] {
  const ended = new Set(entries.filter(({ outcome }) => outcome !== "begun").map(({ id }) => id));
  return entries.filter(({ outcome, id }) => outcome !== "begun" || !ended.has(id));
}

function lineOf({ at, outcome, environment, description, via, undoes, reason }: AuditEntry): string {
  const mark = { done: pc.green("✔"), begun: pc.yellow("?"), failed: pc.red("✖"), refused: pc.red("✖") }[outcome];
  const how = [via && l10n.t("via {0}", via), undoes && l10n.t("undone"), reason].filter(Boolean).join(" · ");
  return `${mark} ${zonedTime(at)}  ${environment}  ${description}  ${pc.dim(how)}`;
}
