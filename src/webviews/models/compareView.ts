import * as l10n from "@vscode/l10n";
import type { CompareView, LaneView, TraceView } from "../protocol";

/** Two messages side by side, with the first layer at which they differ. Pure. */
export function compareView(left: TraceView, right: TraceView): CompareView {
  const pairs = left.lanes.map((lane, index) => ({ left: lane, right: right.lanes[index] ?? lane }));
  const parting = pairs.find((pair) => pair.left.mark !== pair.right.mark);
  const rows = [
    row(l10n.t("Result"), left.verdict.text, right.verdict.text),
    ...pairs.flatMap((pair) => rowsOfLane(pair.left, pair.right)),
    ...rowsOfFacts(left, right),
  ];
  return { left, right, summary: summaryOf(parting, left, right), rows };
}

function summaryOf(
  parting: { left: LaneView; right: LaneView } | undefined,
  left: TraceView,
  right: TraceView,
): string {
  if (parting) {
    const { title, markText } = parting.left;
    return l10n.t("They part at {0}: left {1}, right {2}", title, markText, parting.right.markText);
  }
  return left.verdict.mark === "passed" && right.verdict.mark === "passed"
    ? l10n.t("Both went the same way and reached Solapi")
    : l10n.t("Both went the same way");
}

const row = (label: string, left: string, right: string) => ({ label, left, right, differs: left !== right });

function rowsOfLane(left: LaneView, right: LaneView): CompareView["rows"] {
  // If both passed, only the worker's line shows a choice: the sender. Waits and ids always differ.
  const isTelling = left.mark !== "passed" || right.mark !== "passed" || left.layer === "worker";
  const told = row(left.title, left.summary, right.summary);
  const rows = [{ ...told, differs: told.differs && isTelling }];
  if (left.elapsed || right.elapsed) {
    // No two messages take the same time: a different time alone means nothing.
    rows.push({ ...row(l10n.t("{0}, time", left.title), left.elapsed, right.elapsed), differs: false });
  }
  return rows;
}

/** Facts that differ between any two messages. */
const OWN_OF_EACH = new Set(["MessageId"]);

/** Every fact of the newest step of each kind, by its label; leaves out ids. */
function rowsOfFacts(left: TraceView, right: TraceView): CompareView["rows"] {
  const ofLeft = factsOf(left);
  const ofRight = factsOf(right);
  const labels = [...new Set([...ofLeft.keys(), ...ofRight.keys()])];
  return labels
    .filter((label) => !OWN_OF_EACH.has(label) && !ownLabels().has(label))
    .map((label) => row(label, ofLeft.get(label) ?? "–", ofRight.get(label) ?? "–"))
    .filter(({ differs }) => differs);
}

const ownLabels = () =>
  new Set([l10n.t("Request"), l10n.t("Group"), l10n.t("Message"), l10n.t("Waited"), l10n.t("Answer")]);

function factsOf(view: TraceView): Map<string, string> {
  const facts = view.lanes.flatMap(({ steps }) => steps.flatMap((step) => step.facts));
  return new Map([...facts, ...(view.log?.facts ?? [])].map(({ label, value }) => [label, value]));
}
