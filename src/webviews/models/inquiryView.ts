import * as l10n from "@vscode/l10n";
import { placedTitle } from "../../common/codedTitle";
import { messagesText } from "../../common/text/counts";
import { outcomeText } from "../../common/text/outcomeText";
import { zonedTime } from "../../common/zonedTime";
import { outcomes } from "../../diagnosis/outcome";
import type { CauseGroup } from "../../operations/inquiry/causeGroups";
import { changesText } from "../../operations/inquiry/changesText";
import { differenceText } from "../../operations/inquiry/differenceText";
import type { InquiryFields } from "../../operations/inquiry/filter/inquiryFields";
import type { Inquiry, InquirySoFar } from "../../operations/inquiry/findMessages";
import { lookedPlaces } from "../../operations/inquiry/lookedPlaces";
import type { FoundMessage, Searched } from "../../operations/inquiry/foundMessage";
import { layerTitle } from "../../runtime/message/layerLines";
import { inquiryColumns } from "../inquiryProtocol";
import type { CauseGroupView, InquiryColumn, InquiryView, TimeBins } from "../inquiryProtocol";
import type { ActionView } from "../protocol";
import { layerFunnel } from "./layerFunnel";
import type { MessageTable } from "./messageTable";
import { markOfOutcome } from "./outcomeMark";

/** What a panel knows of its inquiry. */
export interface InquiryState {
  environment: string;
  /** Where it came from, if it is a hand-over. */
  handedOver?: string;
  fields: InquiryFields;
  found: InquirySoFar;
  /** Absent: the search still runs, or ended early. */
  searched?: Searched & Pick<Inquiry, "students">;
  /** A step of the running search. */
  step?: string;
  /** Why the search ended early. */
  problem?: string;
  bins?: TimeBins;
  /** The group whose messages are shown; absent: all. */
  only?: string;
  actionOfFix(fixId: string, group: CauseGroup): ActionView | undefined;
}

export const keyOfGroup = ({ layer, outcome, cause }: Pick<CauseGroup, "layer" | "outcome" | "cause">): string =>
  `${layer} ${outcome} ${cause}`;

/** Titles of the causes that were found. */
export const titlesOf = ({ groups }: Pick<InquirySoFar, "groups">): Map<string, string> =>
  new Map(groups.filter(({ cause }) => cause !== "none").map(({ cause, title }) => [cause, title]));

export const isOfGroup =
  (key: string) =>
  (message: FoundMessage): boolean =>
    keyOfGroup(message) === key;

export function inquiryView(state: InquiryState, table: Pick<MessageTable, "count" | "order">): InquiryView {
  const { environment, handedOver, fields, found, searched, step, bins, only } = state;
  const { total, groups } = found;
  const span = searched && `${zonedTime(searched.window.from)} – ${zonedTime(searched.window.until)}`;
  return {
    heading: messagesText(total),
    subheading: [handedOver ?? environment, span].filter(Boolean).join(" · "),
    ...(step !== undefined && { reading: { text: step, cancel: { id: "cancel", label: l10n.t("Cancel") } } }),
    notes: notesOf(state),
    fields,
    isHandedOver: handedOver !== undefined,
    outcomes: outcomes.map((value) => ({ value, label: outcomeText(value) })),
    causes: [...titlesOf(found)].map(([value, label]) => ({ value, label })),
    funnel: total === 0 ? [] : layerFunnel(groups),
    ...(bins && { bins }),
    groups: groups.map((group) => groupView(group, state)),
    columns: inquiryColumns.map((id) => ({ id, label: labelOf(id) })),
    order: table.order,
    rowCount: table.count,
    rowsText: rowsText(table.count, total, only !== undefined),
    actions: total === 0 ? [] : exportsOf(state),
  };
}

const exportsOf = ({ handedOver }: InquiryState): ActionView[] => [
  { id: "export", label: l10n.t("Export CSV…") },
  ...(handedOver === undefined ? [{ id: "masked", label: l10n.t("Export Masked File…") }] : []),
];

function rowsText(count: number, total: number, isPart: boolean): string {
  if (isPart || count < total)
    return l10n.t("{0} of {1} messages", count.toLocaleString("en"), total.toLocaleString("en"));
  return messagesText(total);
}

function notesOf({ searched, found, problem }: InquiryState): InquiryView["notes"] {
  const partial = searched?.looked.filter(({ complete }) => !complete) ?? [];
  const notes: InquiryView["notes"] = partial.map(({ part, note }) => ({
    tone: "warning",
    text: l10n.t("Not everything could be looked at: {0}", [part, note].filter(Boolean).join(": ")),
  }));
  for (const { tenant, id, name } of searched?.students ?? [])
    notes.push({ tone: "neutral", text: l10n.t("{0}: student {1}, {2}", tenant, id, name) });
  if (problem !== undefined) notes.unshift({ tone: "bad", text: problem });
  if (!searched || found.total > 0) return notes;
  const text =
    partial.length === 0
      ? l10n.t("Nobody asked for such a message. Looked in: {0}", lookedPlaces(searched))
      : l10n.t("No such message was found; not everything could be looked at.");
  return [{ tone: "neutral", text }, ...notes];
}

function groupView(
  group: CauseGroup,
  { found, only, searched, actionOfFix, handedOver }: InquiryState,
): CauseGroupView {
  const { count, layer, outcome, title, explanation, cause, differs, fixes, first, last } = group;
  const key = keyOfGroup(group);
  const isOn = only === key;
  return {
    key,
    mark: markOfOutcome(outcome),
    count,
    share: l10n.t("{0} of {1} messages", count.toLocaleString("en"), found.total.toLocaleString("en")),
    title: placedTitle(layer && layerTitle[layer], title),
    cause: cause === "none" ? "" : cause,
    when: [...new Set([zonedTime(first), zonedTime(last)])].join(" – "),
    explanation: outcome === "ok" ? "" : explanation,
    differs: differs.map(differenceText),
    changed: outcome === "ok" || searched === undefined ? "" : changesText(group.changed),
    fixes: fixes.map(({ id, title: text, command }) => {
      const action = actionOfFix(id, group);
      return {
        text,
        ...(command !== undefined && { command }),
        ...(action && { action: { ...action, id: `fix ${id} ${key}` } }),
      };
    }),
    filter: { id: `only ${key}`, label: isOn ? l10n.t("Show all") : l10n.t("Show only these"), isOn },
    ...(handedOver === undefined &&
      isFailed(outcome) && { resend: { id: `resend ${key}`, label: l10n.t("Resend failed messages…") } }),
  };
}

/** Whether its messages may be sent again at all: an ambiguous one never is. */
const isFailed = (outcome: string) => outcome === "blocked" || outcome === "silent" || outcome === "skipped";

function labelOf(column: InquiryColumn): string {
  switch (column) {
    case "at":
      return l10n.t("Time");
    case "tenant":
      return l10n.t("Tenant");
    case "to":
      return l10n.t("Recipient");
    case "student":
      return l10n.t("Student");
    case "type":
      return l10n.t("Type");
    case "outcome":
      return l10n.t("Outcome");
    case "cause":
      return l10n.t("Cause");
    case "id":
      return l10n.t("Id");
  }
}
