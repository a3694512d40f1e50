import * as l10n from "@vscode/l10n";
import { placedTitle } from "../../common/codedTitle";
import { messagesText } from "../../common/text/counts";
import { outcomeText } from "../../common/text/outcomeText";
import pc from "picocolors";
import { zonedTime } from "../../common/zonedTime";
import type { CauseGroup } from "../../operations/inquiry/causeGroups";
import { changesText } from "../../operations/inquiry/changesText";
import { differenceText } from "../../operations/inquiry/differenceText";
import type { Inquiry } from "../../operations/inquiry/findMessages";
import type { NamedStudent } from "../../operations/inquiry/filter/namedStudents";
import { lookedPlaces } from "../../operations/inquiry/lookedPlaces";
import type { FoundMessage, LookedAt, Searched } from "../../operations/inquiry/foundMessage";
import { layerTitle } from "../../runtime/message/layerLines";
import { padCells } from "../output";

/** Messages of a longer list are shown by their groups. */
const LISTED = 20;

/** An inquiry for a terminal: the groups, the newest messages, and what could not be looked at. */
export function inquiryLines({ window, total, groups, messages, looked, students }: Inquiry): string[] {
  const span = `${zonedTime(window.from)} – ${zonedTime(window.until)}`;
  if (total === 0) return [...named(students), ...nothingFound(span, { window, looked }), ...gaps(looked)];
  return [
    ...named(students),
    pc.bold(`${messagesText(total)}, ${span}`),
    "",
    ...groups.flatMap((group) => groupLines(group, total)),
    ...listed(messages),
    ...(total > Math.min(LISTED, messages.length)
      ? [pc.dim(l10n.t("{0} more: --limit, --csv or --json lists them", total - Math.min(LISTED, messages.length)))]
      : []),
    ...gaps(looked),
  ];
}

/** Several students can have one name. */
const named = (students: readonly NamedStudent[] = []): string[] =>
  students.map(({ tenant, id, name }) => l10n.t("{0}: student {1}, {2}", tenant, id, name));

function nothingFound(span: string, searched: Searched): string[] {
  const isSure = searched.looked.every(({ complete }) => complete);
  return [
    isSure
      ? l10n.t("Nobody asked for such a message, {0}.", span)
      : l10n.t("No such message was found, {0}; not everything could be looked at.", span),
    l10n.t("Looked in: {0}", lookedPlaces(searched)),
  ];
}

/** A group with what differs, what changed and what helps. */
export function groupLines(group: CauseGroup, total: number): string[] {
  const { count, layer, outcome, title, explanation, cause, fixes, differs, first, last, samples } = group;
  const isFine = outcome === "ok";
  const mark = isFine
    ? pc.green("✔")
    : outcome === "ambiguous" || outcome === "unknown"
      ? pc.yellow("?")
      : outcome === "skipped"
        ? pc.yellow("◌")
        : pc.red("✖");
  const head = `${mark} ${pc.bold(String(count))} ${l10n.t("of {0}", total)}  ${placedTitle(layer && layerTitle[layer], title)}`;
  const when = first === last ? zonedTime(first) : `${zonedTime(first)} – ${zonedTime(last)}`;
  if (isFine) return [head, `    ${pc.dim(when)}`, ""];
  return [
    head,
    `    ${pc.dim([cause === "none" ? "" : cause, when].filter(Boolean).join("  "))}`,
    `    ${explanation}`,
    ...differs.map((each) => `    ${differenceText(each)}`),
    `    ${changesText(group.changed)}`,
    ...fixes.map(({ title: fix, command }) => `    ${l10n.t("Fix")}: ${fix}${command ? `  ${command}` : ""}`),
    `    ${pc.dim(l10n.t("For example {0}", samples.slice(0, 3).join(", ")))}`,
    "",
  ];
}

const listed = (messages: readonly FoundMessage[]): string[] =>
  messages.slice(0, LISTED).map(({ at, tenant = "", to = "", student, outcome, cause, id, confidence }) => {
    const whom = [to, student === undefined ? "" : l10n.t("student {0}", student)].filter(Boolean).join(" ");
    const word = outcome === "ok" ? pc.green(outcomeText(outcome)) : outcomeText(outcome);
    const why = cause === "none" ? "" : cause;
    return `${zonedTime(at)}  ${padCells(tenant, 12)} ${padCells(whom, 24)} ${padCells(word, 19)} ${padCells(why, 32)} ${pc.dim(`${Math.round(confidence * 100)} %  ${id}`)}`;
  });

const gaps = (looked: readonly LookedAt[]): string[] => {
  const partial = looked.filter(({ complete }) => !complete);
  if (partial.length === 0) return [];
  return [
    "",
    l10n.t("Not everything could be looked at:"),
    ...partial.map(({ part, note }) => `  ${pc.yellow("!")} ${part}: ${note}`),
  ];
};
