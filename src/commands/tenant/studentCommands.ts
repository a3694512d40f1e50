import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { studentsText } from "../../common/text/counts";
import type { CommandMap } from "../../host/commandIds";
import { tenantCodeOf } from "../arguments";
import type { CommandContext } from "../context";

export const getStudentCommands = (context: CommandContext): CommandMap => ({
  /** Returns how many students were added and replaced; undefined if the user cancels. */
  "messaging.student.import": async (argument, file) => {
    const csv = await readChosen(file);
    if (csv === undefined) return undefined;
    const imported = await context.perform(l10n.t("Import Students"), (environment, operation) => {
      const tenantCode = tenantCodeOf(argument) ?? environment.tenantCode;
      return context.operations().importStudents(environment, { tenantCode, csv }, operation);
    });
    if (!imported) return undefined;
    const { tenant, added, replaced } = imported;
    void context.notifier.info(l10n.t("{0}: {1} added, {2} replaced", tenant, studentsText(added), replaced));
    return imported;
  },
});

async function readChosen(file: unknown): Promise<string | undefined> {
  const [uri] =
    file instanceof vscode.Uri
      ? [file]
      : ((await vscode.window.showOpenDialog({
          title: l10n.t("Choose a CSV file: {0}", "id,name,phone,parent_phone"),
          filters: { CSV: ["csv"] },
        })) ?? []);
  return uri && Buffer.from(await vscode.workspace.fs.readFile(uri)).toString("utf8");
}
