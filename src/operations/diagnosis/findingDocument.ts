import * as l10n from "@vscode/l10n";
import { inlineMarkdown } from "../../common/shown/markdown";

/** Sections of a cause's page that a finding does not say itself; the others are for the command line. */
const ofPage = /^## (?:Meaning|How to recognise it)\n[^]*?(?=^## |$(?![^]))/gm;

/** A finding explained. `page`: the cause's page of the documentation, which is in English. */
export function findingDocument(
  { title, explanation, fixes }: { title: string; explanation: string; fixes: readonly { title: string }[] },
  page: string | undefined,
): string {
  const steps = fixes.map((fix) => `- ${inlineMarkdown(fix.title)}`);
  return [
    `# ${inlineMarkdown(title)}`,
    "",
    inlineMarkdown(explanation),
    "",
    ...(steps.length > 0 ? [`## ${l10n.t("Fix")}`, "", ...steps, ""] : []),
    ...(page?.match(ofPage) ?? []).map((section) => `${section.trim()}\n`),
  ].join("\n");
}
