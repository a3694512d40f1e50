import type { Layer } from "../runtime/message/messageEvents";

/**
 * Messages between panels and their pages. Every text in them is localized and masked, except the phone preview of the
 * sandbox's own inbox: a page adds no words of its own.
 */

/** A layer's result for a message, as on the command line. */
export type Mark = "passed" | "degraded" | "stopped" | "not-sent" | "skipped" | "unknown" | "not-reached";

export type Tone = "good" | "bad" | "warning" | "neutral";

export interface FactView {
  label: string;
  value: string;
}

/** A button. The page sends back `id`; only the panel knows what it stands for. */
export interface ActionView {
  id: string;
  label: string;
  isPrimary?: boolean;
}

/** One transition of the message. `start` and `end` are places on the axis, 0 to 1; equal for a moment. */
export interface StepView {
  id: string;
  start: number;
  end: number;
  tone: Tone;
  /** From 1; counted by receives from the queue. */
  attempt: number;
  title: string;
  /** Since the start: "+14 ms". */
  time: string;
  duration?: string;
  facts: FactView[];
  /** Opens the step as a read-only document. */
  open?: ActionView;
  /** What a screen reader says. */
  spoken: string;
}

export interface LaneView {
  layer: Layer;
  title: string;
  mark: Mark;
  /** The mark as a word. */
  markText: string;
  summary: string;
  elapsed: string;
  steps: StepView[];
}

/** Why the message stopped, shown in the lane where it stopped. */
export interface BreakView {
  layer: Layer;
  title: string;
  explanation: string;
  /** Evidence, one line each: its part of the bundle, and its text. */
  seen: { source: string; text: string }[];
  fixes: { text: string; command?: string; action?: ActionView }[];
}

export interface AxisView {
  ticks: { at: number; label: string }[];
  /** Waits that are not drawn to scale. */
  gaps: { from: number; to: number; label: string }[];
}

export interface PhoneView {
  /** SMS, LMS, MMS, ATA (Alimtalk) … as Solapi names it. */
  type: string;
  typeLabel: string;
  isAlimtalk: boolean;
  from: string;
  to: string;
  time: string;
  subject?: string;
  text: string;
  /** Index in `text` of the first character beyond an SMS; absent if all of it fits. */
  smsEnd?: number;
  meter?: { bytes: number; limit: number; fraction: number; switchAt: number; text: string; tone: Tone };
  /** Above the bubble of an Alimtalk: channel and template. */
  channel?: { name: string; facts: FactView[] };
  /** The user's own program that sent it; absent for the stack's worker. */
  sentBy?: FactView;
  notes: { tone: Tone; text: string }[];
}

export interface TraceView {
  traceId: string;
  heading: string;
  subheading: string;
  verdict: { mark: Mark; text: string };
  axis: AxisView;
  lanes: LaneView[];
  broken?: BreakView;
  /** The row that the backend shows to its users; absent if none was written. */
  log?: { title: string; tone: Tone; facts: FactView[]; open?: ActionView };
  phone?: PhoneView;
  actions: ActionView[];
}

/** The rows that distinguish two messages, and where they diverge. */
export interface CompareView {
  left: TraceView;
  right: TraceView;
  /** One sentence: the first layer that differs. */
  summary: string;
  rows: { label: string; left: string; right: string; differs: boolean }[];
}

/** Fixed words of the trace page. */
export interface TraceLabels {
  timeline: string;
  details: string;
  why: string;
  seen: string;
  fix: string;
  log: string;
  noLog: string;
  phone: string;
  noPhone: string;
  differences: string;
  keyboard: string;
  duration: string;
}

/** Fixed words of the phone page. */
export interface PhoneLabels {
  heading: string;
  messages: string;
  from: string;
  to: string;
  draft: string;
  draftHint: string;
  empty: string;
}

export interface PhonePage {
  labels: PhoneLabels;
  /** Newest first; `id` is the provider's message id. */
  messages: (PhoneView & { id: string })[];
  /** The id of the shown message; absent if there is none. */
  selected?: string;
  /** The draft text, as it would arrive. */
  draft?: PhoneView;
}

export type ToTracePage =
  | { kind: "trace"; labels: TraceLabels; view: TraceView; phoneAction?: ActionView }
  | { kind: "compare"; labels: TraceLabels; view: CompareView };

export type ToPhonePage = { kind: "phone"; page: PhonePage };

/** `act` names an action of the current view; any other id is dropped. */
export type FromTracePage = { kind: "ready" } | { kind: "act"; id: string };

export type FromPhonePage =
  { kind: "ready" } | { kind: "draft"; text: string; subject: string } | { kind: "select"; messageId: string };

/** Whether a message from a page has a valid shape: pages are not trusted. */
export function isFromTracePage(message: unknown): message is FromTracePage {
  const { kind, id } = (message ?? {}) as Record<string, unknown>;
  return kind === "ready" || (kind === "act" && typeof id === "string");
}

export function isFromPhonePage(message: unknown): message is FromPhonePage {
  const { kind, text, subject, messageId } = (message ?? {}) as Record<string, unknown>;
  if (kind === "draft") return typeof text === "string" && typeof subject === "string";
  return kind === "ready" || (kind === "select" && typeof messageId === "string");
}
