import type { InquiryFields } from "../operations/inquiry/filter/inquiryFields";
import type { Layer } from "../runtime/message/messageEvents";
import type { ActionView, Mark, Tone } from "./protocol";

/** Messages between the inquiry panel and its page. Texts are localized and masked; times are milliseconds. */

export interface SelectChoice {
  value: string;
  label: string;
}

/** One layer of the funnel: how many messages came in, and how many went no further. */
export interface FunnelStep {
  layer: Layer;
  title: string;
  entered: number;
  passed: number;
  stopped: number;
  unclear: number;
  /** "1,000 came, 37 stopped here" */
  text: string;
}

/** Counts of messages by time. */
export interface TimeBins {
  /** Start of the first bin, and the width of each. */
  from: number;
  width: number;
  fine: number[];
  wrong: number[];
  unclear: number[];
  /** IANA name of the zone of the labels. */
  zone: string;
  /** What a screen reader says instead of the chart. */
  spoken: string;
}

export interface CauseGroupView {
  key: string;
  mark: Mark;
  count: number;
  /** "37 of 1,000" */
  share: string;
  title: string;
  /** Empty where nothing is wrong. */
  cause: string;
  when: string;
  explanation: string;
  differs: string[];
  /** What changed before it began; empty where nothing is wrong. */
  changed: string;
  fixes: { text: string; command?: string; action?: ActionView }[];
  /** Shows only its messages, or all again. */
  filter: ActionView & { isOn: boolean };
  /** Absent where nothing failed. */
  resend?: ActionView;
}

export const inquiryColumns = ["at", "tenant", "to", "student", "type", "outcome", "cause", "id"] as const;
export type InquiryColumn = (typeof inquiryColumns)[number];

export interface MessageOrder {
  column: InquiryColumn;
  isDescending: boolean;
}

/** One message in the table, its cells in the order of `inquiryColumns`. */
export interface MessageRowView {
  mark: Mark;
  cells: string[];
}

export interface InquiryView {
  heading: string;
  subheading: string;
  /** Absent: the search has ended. */
  reading?: { text: string; cancel: ActionView };
  /** Why the search failed, or why it found nothing; what it could not look at. */
  notes: { tone: Tone; text: string }[];
  fields: InquiryFields;
  /** A hand-over has no filters: it is shown as it is. */
  isHandedOver: boolean;
  outcomes: SelectChoice[];
  causes: SelectChoice[];
  funnel: FunnelStep[];
  bins?: TimeBins;
  groups: CauseGroupView[];
  columns: { id: InquiryColumn; label: string }[];
  order: MessageOrder;
  rowCount: number;
  /** "Showing 37 of 1,000" */
  rowsText: string;
  actions: ActionView[];
}

/** Fixed words of the page. */
export interface InquiryLabels {
  find: string;
  who: string;
  whoHint: string;
  tenant: string;
  from: string;
  until: string;
  timeHint: string;
  outcome: string;
  cause: string;
  any: string;
  funnel: string;
  time: string;
  timeDrag: string;
  fine: string;
  wrong: string;
  unclear: string;
  groups: string;
  differs: string;
  fix: string;
  messages: string;
  keyboard: string;
  open: string;
  copy: string;
  empty: string;
}

export type ToInquiryPage =
  | { kind: "inquiry"; labels: InquiryLabels; view: InquiryView; version: number }
  /** Rows `from` and after, in the order of that version. */
  | { kind: "rows"; version: number; from: number; rows: MessageRowView[] };

export type FromInquiryPage =
  | { kind: "ready" }
  | { kind: "find"; fields: InquiryFields }
  /** A part of the chart. */
  | { kind: "span"; from: number; until: number }
  | { kind: "rows"; version: number; from: number; count: number }
  | { kind: "order"; order: MessageOrder }
  | { kind: "open"; index: number }
  | { kind: "copy"; from: number; until: number }
  | { kind: "act"; id: string };

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const fieldNames = ["who", "tenant", "from", "until", "outcome", "cause"] as const;
/** Longer values are no inquiry. */
const LONGEST_FIELD = 500;

/** Whether a message from the page has a valid shape: pages are not trusted. */
export function isFromInquiryPage(message: unknown): message is FromInquiryPage {
  const said = (message ?? {}) as Record<string, unknown>;
  switch (said["kind"]) {
    case "ready":
      return true;
    case "find": {
      const fields = (said["fields"] ?? {}) as Record<string, unknown>;
      return fieldNames.every((name) => {
        const value = fields[name];
        return typeof value === "string" && value.length <= LONGEST_FIELD;
      });
    }
    case "span":
      return isCount(said["from"]) && isCount(said["until"]);
    case "rows":
      return isCount(said["version"]) && isCount(said["from"]) && isCount(said["count"]) && said["count"] <= 1_000;
    case "order": {
      const { column, isDescending } = (said["order"] ?? {}) as Record<string, unknown>;
      return inquiryColumns.some((each) => each === column) && typeof isDescending === "boolean";
    }
    case "open":
      return isCount(said["index"]);
    case "copy":
      return isCount(said["from"]) && isCount(said["until"]);
    case "act":
      return typeof said["id"] === "string";
    default:
      return false;
  }
}
