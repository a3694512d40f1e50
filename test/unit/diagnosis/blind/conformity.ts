import assert from "node:assert/strict";
import { causeIds } from "../../../../src/diagnosis/causes/causeIds";
import { type Diagnosis, type Finding, exitCodeOf } from "../../../../src/diagnosis/diagnosis";

const statuses = ["ok", "blocked", "degraded", "unknown", "not-reached"];
const outcomes = ["blocked", "degraded", "silent", "ambiguous", "skipped", "ok", "unknown"];
/** Of people: whole mobile numbers. The academy's own sender is named where it is the point. */
const numbers = /\b01[016789]-?\d{3,4}-?\d{4}\b/;
/** An AWS or Solapi key, a bearer token. */
const secrets = /\bAKIA[0-9A-Z]{16}\b|\bNCS[0-9A-Z]{13}\b|\beyJ[\w-]{10,}\.[\w-]{10,}/;

/** What evidence.md says of the output, whatever went in. */
export function assertConforms(diagnosis: Diagnosis): void {
  const { verdict, layers, findings } = diagnosis;
  assert.deepEqual(Object.keys(diagnosis), ["version", "verdict", "layers", "findings"]);
  assert.equal(diagnosis.version, 1);
  assert.deepEqual(
    layers.map(({ layer }) => layer),
    ["api", "queue", "worker", "provider"],
  );
  for (const { status } of layers) assert.ok(statuses.includes(status), status);
  assert.equal(verdict.layer === null, verdict.outcome === "ok" || verdict.outcome === "unknown");
  assert.equal(verdict.cause === "none", verdict.layer === null);
  if (verdict.outcome === "unknown") assert.ok(verdict.needs.length > 0, "names what would decide");
  assert.equal(exitCodeOf(diagnosis), verdict.outcome === "ok" ? 0 : verdict.outcome === "unknown" ? 2 : 1);
  for (const finding of [verdict, ...findings]) assertFinding(finding);
}

function assertFinding(finding: Finding): void {
  const { cause, layer, outcome, confidence, title, explanation, evidence, fixes, needs } = finding;
  assert.deepEqual(
    Object.keys(finding).filter((key) => key !== "system"),
    "layer outcome cause confidence title explanation evidence fixes needs".split(" "),
  );
  assert.ok(outcomes.includes(outcome), outcome);
  assert.ok(cause === "none" || causeIds.includes(cause), cause);
  if (cause !== "none") assert.equal(cause.split(".")[0], layer);
  assert.ok(confidence >= 0 && confidence <= 1);
  assert.ok(title && explanation);
  assert.doesNotMatch(`${title} ${explanation}`, /\{\w+\}|undefined|\[object/);
  for (const { source, excerpt, line } of evidence) {
    assert.match(source, /^(?:api|queue|worker|tenant|notificationLogs|provider|request)\b/);
    assert.ok(excerpt.length <= 320 && !excerpt.includes("\n"));
    assert.ok(line === undefined || line >= 1);
    assert.doesNotMatch(excerpt, numbers);
  }
  for (const { id, title: step } of fixes) assert.ok(id && step);
  assert.ok(needs.every((part) => /^[a-zA-Z]+(?:\.[a-zA-Z]+)?$/.test(part)));
  assert.doesNotMatch(JSON.stringify(finding), secrets);
}
