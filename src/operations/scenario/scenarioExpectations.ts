import * as l10n from "@vscode/l10n";
import type { LogRow } from "../../runtime/control/stackContract";
import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";
import type { ObservedMessage, ObservedSend, ScenarioObservation } from "./scenarioObservation";
import type { MessageExpectation, MessageScenario, RowExpectation, SendExpectation } from "./scenarioSchema";

/** One expectation that did not hold. */
export interface ScenarioDifference {
  /** The field of `expect`: "cause", "inbox". */
  what: string;
  /** Which of several sends, from 1. */
  send?: number;
  expected: string;
  actual: string;
}

/** What a scenario expected and did not get; empty if all held. */
export function differencesOf({ expect, send }: MessageScenario, seen: ScenarioObservation): ScenarioDifference[] {
  const { inbox, rows, sent, order, within: _within, ...ofEach } = expect;
  const sends = seen.sends.flatMap((each, index) => {
    const found = ofSend({ ...ofEach, ...send?.[index]?.expect }, each);
    return seen.sends.length > 1 ? found.map((one) => ({ ...one, send: index + 1 })) : found;
  });
  return [
    ...sends,
    ...ofList("inbox", inbox, seen.inbox, matchesInbox, shownInbox, order === "sent"),
    ...ofList("rows", rows, seen.rows, matchesRow, shownRow, false),
    ...(sent === undefined || sent === seen.sent ? [] : [difference("sent", sent, seen.sent)]),
  ];
}

const difference = (what: string, expected: unknown, actual: unknown): ScenarioDifference => ({
  what,
  expected: shown(expected),
  actual: actual === undefined ? l10n.t("not known") : shown(actual),
});

const shown = (value: unknown) => (typeof value === "string" ? value || '""' : JSON.stringify(value));

function ofSend(
  { outcome, layer, cause, attempts, ...message }: SendExpectation,
  { verdict, messages }: ObservedSend,
): ScenarioDifference[] {
  const actual = { outcome: verdict.outcome, layer: verdict.layer ?? "none", cause: verdict.cause };
  const ofVerdict = Object.entries({ outcome, layer, cause })
    .filter(([name, value]) => value !== undefined && value !== actual[name as keyof typeof actual])
    .map(([name, value]) => difference(name, value, actual[name as keyof typeof actual]));
  const fields = Object.entries({ ...message, attempts }).filter(([, value]) => value !== undefined);
  if (messages.length === 0)
    return [...ofVerdict, ...fields.map(([name, value]) => difference(name, value, undefined))];
  const ofMessages = messages.flatMap((each) =>
    fields
      .filter(([name, value]) => !equals(value, each[name as keyof ObservedMessage]))
      .map(([name, value]) => difference(name, value, each[name as keyof ObservedMessage])),
  );
  return [...ofVerdict, ...ofMessages];
}

/** A text may contain `*` for any characters. */
export function equals(expected: unknown, actual: unknown): boolean {
  if (typeof expected !== "string" || !expected.includes("*")) return expected === actual;
  if (typeof actual !== "string") return false;
  const [first = "", ...rest] = expected.split("*");
  const last = rest.pop()!;
  if (!actual.startsWith(first) || !actual.endsWith(last) || actual.length < first.length + last.length) return false;
  let from = first.length;
  const until = actual.length - last.length;
  for (const part of rest) {
    const at = actual.indexOf(part, from);
    if (at < 0 || at + part.length > until) return false;
    from = at + part.length;
  }
  return true;
}

function ofList<Expected, Actual>(
  what: string,
  expected: number | readonly Expected[] | undefined,
  actual: readonly Actual[] | undefined,
  matches: (expected: Expected, actual: Actual) => boolean,
  show: (actual: Actual) => object,
  isOrdered: boolean,
): ScenarioDifference[] {
  if (expected === undefined) return [];
  if (!actual) return [difference(what, typeof expected === "number" ? expected : expected.length, undefined)];
  if (typeof expected === "number")
    return actual.length === expected ? [] : [difference(what, expected, countOf(actual, show))];
  const holds =
    expected.length === actual.length &&
    (isOrdered
      ? expected.every((each, index) => matches(each, actual[index]!))
      : areMatched(expected, actual, matches));
  return holds ? [] : [difference(what, expected, actual.slice(0, MOST_SHOWN).map(show))];
}

const MOST_SHOWN = 20;

const countOf = <Actual>(actual: readonly Actual[], show: (actual: Actual) => object) =>
  actual.length === 0 ? "0" : `${actual.length}: ${JSON.stringify(actual.slice(0, MOST_SHOWN).map(show))}`;

/** Whether each expectation can be given a thing of its own (augmenting paths). */
function areMatched<Expected, Actual>(
  expected: readonly Expected[],
  actual: readonly Actual[],
  matches: (expected: Expected, actual: Actual) => boolean,
): boolean {
  const takenBy = new Map<number, number>();
  const place = (index: number, tried: Set<number>): boolean =>
    actual.some((thing, at) => {
      if (tried.has(at) || !matches(expected[index]!, thing)) return false;
      tried.add(at);
      const before = takenBy.get(at);
      if (before !== undefined && !place(before, tried)) return false;
      takenBy.set(at, index);
      return true;
    });
  return expected.every((_, index) => place(index, new Set()));
}

function matchesInbox({ sender, code, ...same }: MessageExpectation, actual: InboxMessage): boolean {
  const expected = { ...same, from: sender, statusCode: code };
  return Object.entries(expected).every(
    ([name, value]) => value === undefined || equals(value, actual[name as keyof InboxMessage]),
  );
}

const matchesRow = (expected: RowExpectation, actual: LogRow) =>
  Object.entries(expected).every(([name, value]) => equals(value, actual[name as keyof RowExpectation]));

const shownInbox = ({ to, from, type, text, bytes, statusCode }: InboxMessage) => ({
  to,
  sender: from,
  type,
  text,
  bytes,
  code: statusCode,
});

const shownRow = ({ success, failure_reason, recipient_summary }: LogRow) => ({
  success,
  failure_reason,
  recipient_summary,
});
