import fs from "node:fs/promises";
import * as l10n from "@vscode/l10n";
import { studentsText } from "../../common/text/counts";
import type { Command } from "commander";
import { ExpectedError, codeOf } from "../../common/errors";
import { importStudents } from "../../operations/students/importStudents";
import type { CliContext } from "../cliContext";
import { onEnvironment } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { operationOf } from "../terminalInteraction";

const LARGEST_FILE = 20 * 1024 * 1024;

export function addStudentCommands(program: Command, context: CliContext): void {
  program
    .command("student")
    .description("students of your own in the local stack")
    .command("import <file>")
    .description("put the students of a CSV file (id,name,phone,parent_phone) into the local stack")
    .option("--tenant <code>", "whose students they are; the sample tenant by default")
    .action((file: string, { tenant }: { tenant?: string }) =>
      context.run(async ({ output, stack }) => {
        const csv = await readCsv(file);
        const imported = await onEnvironment(stack, {}, "started", (environment) =>
          importStudents(environment, { tenantCode: tenant ?? environment.tenantCode, csv }, operationOf(stack)),
        );
        if (!imported) return exitCodes.stopped;
        output.json({ version: 1, ...imported });
        output.line(
          l10n.t("{0}: {1} added, {2} replaced", imported.tenant, studentsText(imported.added), imported.replaced),
        );
        return exitCodes.ok;
      }),
    );
}

async function readCsv(file: string): Promise<string> {
  try {
    const { size } = await fs.stat(file);
    if (size <= LARGEST_FILE) return await fs.readFile(file, "utf8");
  } catch (error) {
    throw new ExpectedError(
      "students-unreadable",
      l10n.t("The file cannot be read ({0}): {1}", codeOf(error) ?? "?", file),
      l10n.t("Name a CSV file: {0}", "id,name,phone,parent_phone"),
    );
  }
  throw new ExpectedError(
    "students-unreadable",
    l10n.t("The file is larger than {0} MB", LARGEST_FILE / 1024 / 1024),
    l10n.t("Split it; each part is imported on its own."),
  );
}
