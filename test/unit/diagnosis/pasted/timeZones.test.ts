import assert from "node:assert/strict";
import { offsetAt } from "../../../../src/common/timeZone";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { parseLog } from "../../../../src/diagnosis/logs/logParser";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { PASTED_BUNDLES } from "./pastedBundles";

const KOREA_MS = 9 * 3_600_000;
const WALL = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?=[,.]\d{3} \[)/g;

/** The log as a backend in that zone would have written it. */
function inZone(log: string, zone: string): string {
  return log.replace(WALL, (_, day: string, time: string) => {
    const at = Date.parse(`${day}T${time}Z`) - KOREA_MS;
    return new Date(at + offsetAt(zone, at) * 60_000).toISOString().slice(0, 19).replace("T", " ");
  });
}

/** It has one line about a message, ten minutes after the send, among lines from before it. */
const NEEDS_SETTING = new Set(["August, the sender is empty there too and does not matter"]);

describe("time zones of foreign logs", () => {
  const bundles = PASTED_BUNDLES.filter(({ bundle }) => {
    const { worker, api, sentAt, collectedAt } = parseEvidence(bundle);
    const logs = [worker?.logs, api?.logs].filter((log) => log !== undefined && log !== "");
    const zones = logs.map((log) => parseLog(log ?? "", { source: "worker.logs", sentAt, collectedAt }).zone);
    // Its lines are in Korea's time, and of the send.
    return zones.length > 0 && zones.every(({ source, offsetMinutes }) => source === "fits" && offsetMinutes === 540);
  });

  const verdictIn = (bundle: unknown, zone: string, timeZone?: string) => {
    const evidence = parseEvidence(bundle);
    const { worker, api } = evidence;
    const { layer, outcome, cause } = diagnose({
      ...evidence,
      timeZone,
      ...(worker?.logs !== undefined && { worker: { ...worker, logs: inZone(worker.logs, zone) } }),
      ...(api?.logs !== undefined && { api: { ...api, logs: inZone(api.logs, zone) } }),
    }).verdict;
    return { layer, outcome, cause };
  };

  it("are tried with many bundles", () => assert.ok(bundles.length > 100, String(bundles.length)));

  for (const zone of ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu"]) {
    it(`a backend in ${zone} gets the verdicts of one in Seoul`, () => {
      for (const { name, bundle, expected } of bundles)
        if (!NEEDS_SETTING.has(name)) assert.deepEqual(verdictIn(bundle, zone), expected, name);
    });

    it(`${zone} set as timeZone: the same, whatever the log has`, () => {
      for (const { name, bundle, expected } of bundles) assert.deepEqual(verdictIn(bundle, zone, zone), expected, name);
    });
  }

  const sent =
    "2026-03-05 02:00:03,100 [WARNING] [MESSAGING-WORKER] send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록\n";
  const bundle = { sentAt: "2026-03-05T01:00:00Z", collectedAt: "2026-03-05T01:01:30Z", worker: { logs: sent } };
  const evidenceOf = (more: object) => diagnose(parseEvidence({ ...bundle, ...more })).verdict.evidence.at(-1)?.excerpt;

  it("the verdict's evidence says which zone was used, and how it is known", () => {
    assert.equal(evidenceOf({}), "Log times read as UTC+01:00: fits the send");
    assert.equal(evidenceOf({ timeZone: "Europe/Berlin" }), "Log times read as Europe/Berlin: set by timeZone");
    assert.equal(evidenceOf({ timeZone: "+01:00" }), "Log times read as UTC+01:00: set by timeZone");
    assert.equal(
      evidenceOf({ timeZone: "Asia/Seoul", api: { status: 200, body: { enqueued: 1 } } }),
      "Log times read as Asia/Seoul: set by timeZone",
    );
  });

  it("a zone that the line names needs no word", () => {
    const logs = sent.replace(",100", ",100+0100");
    assert.match(evidenceOf({ worker: { logs } }) ?? "", /^send_sms MessageNotReceivedError/);
  });

  it("a timeZone that is none is passed over", () =>
    assert.equal(evidenceOf({ timeZone: "Mars/Olympus" }), "Log times read as UTC+01:00: fits the send"));
});
