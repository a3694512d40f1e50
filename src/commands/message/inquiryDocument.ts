import * as l10n from "@vscode/l10n";
import { zonedTime } from "../../common/zonedTime";
import type { CauseGroup } from "../../operations/inquiry/causeGroups";
import type { Inquiry, InquiryResult } from "../../operations/inquiry/findMessages";
import { differenceText } from "../../operations/inquiry/differenceText";
import { layerTitle } from "../../runtime/message/layerLines";
import { inlineMarkdown, markdownTable } from "../../common/shown/markdown";

/** An inquiry as Markdown: groups with what differs and what helps, then the newest messages. */
export function inquiryDocument(
  phrase: string,
  { window, total, groups, messages, looked }: Inquiry,
  result: InquiryResult,
): string {
  const partial = looked.filter(({ complete }) => !complete);
  return [
    `# ${l10n.t("Messages")}: ${inlineMarkdown(phrase)}`,
    "",
    `${zonedTime(window.from)} – ${zonedTime(window.until)}`,
    "",
    total === 0
      ? result === "wrong"
        ? l10n.t("Nobody asked for such a message. Looked in: {0}", looked.map(({ part }) => part).join(", "))
        : l10n.t("No such message was found; not everything could be looked at.")
      : l10n.t("{0} messages", total),
    "",
    ...groups.flatMap((group) => groupSection(group, total)),
    ...(partial.length > 0
      ? [
          `## ${l10n.t("Not everything could be looked at")}`,
          "",
          ...partial.map(({ part, note }) => `- ${part}: ${note}`),
          "",
        ]
      : []),
    ...(messages.length > 0
      ? [
          `## ${l10n.t("Newest messages")}`,
          "",
          ...markdownTable(
            [
              l10n.t("Time"),
              l10n.t("Tenant"),
              l10n.t("Recipient"),
              l10n.t("Student"),
              l10n.t("Outcome"),
              l10n.t("Cause"),
              l10n.t("Id"),
            ],
            messages.map(({ at, tenant = "", to = "", student, outcome, cause, id }) => [
              zonedTime(at),
              tenant,
              to,
              student === undefined ? "" : String(student),
              outcome,
              cause === "none" ? "" : cause,
              id,
            ]),
          ),
          "",
        ]
      : []),
  ].join("\n");
}

function groupSection(
  { count, layer, title, explanation, cause, differs, fixes, first, last }: CauseGroup,
  total: number,
): string[] {
  return [
    `## ${l10n.t("{0} of {1}", count, total)}: ${layer ? `${layerTitle[layer]}: ` : ""}${title}`,
    "",
    [cause === "none" ? "" : `\`${cause}\``, `${zonedTime(first)} – ${zonedTime(last)}`].filter(Boolean).join(" · "),
    "",
    ...(cause === "none" ? [] : [inlineMarkdown(explanation), ""]),
    ...differs.map((each) => `- ${inlineMarkdown(differenceText(each))}`),
    ...fixes.map(({ title: fix, command }) => `- ${l10n.t("Fix")}: ${fix}${command ? ` \`${command}\`` : ""}`),
    "",
  ];
}
