import assert from "node:assert/strict";
import { asMarkdown, ratios } from "../../../bench/report";
import type { Standing } from "../../../bench/report";

/** Rates a second by round; so many CPU ms a message in each. */
function standing(name: string, role: Standing["contestant"]["role"], rates: number[], cpuMs: number): Standing {
  const rounds = rates.map((perSecond) => {
    const cpu = { consumer: cpuMs, queue: 0.1, provider: 0.1 };
    return { messages: 3_000, perSecond, cpuMs: cpu, providerCalls: 0, faults: [] };
  });
  return { contestant: { name, role }, delayMs: 0, setting: {}, rounds };
}

const standings = [
  standing("our worker", "ours", [900, 2_000, 1_000], 0.2),
  standing("slow", "peer", [100, 100, 100], 2),
  standing("fast", "peer", [450, 500, 500], 0.5),
  standing("limit", "limit", [1_000, 4_000, 2_000], 0.15),
];

describe("report of the benchmark", () => {
  it("compares round by round, and with the best of each role by its target", () => {
    assert.deepEqual(
      ratios(standings).map(({ to, ratio, byCpu, target, isReached }) => [to, ratio, byCpu, target, isReached]),
      [
        ["slow", 10, 10, undefined, undefined],
        ["fast", 2, 2.5, 1.3, true],
        ["limit", 0.5, 0.15 / 0.2, 0.9, false],
      ],
    );
  });

  it("says in its tables what was reached and what was not", () => {
    const load = { before: [0, 0, 0], after: [2, 1, 0] };
    const text = asMarkdown({ machine: "m", startedAt: new Date(0), minutes: 8, load, standings, faults: [] });
    assert.match(text, /^\| our worker \| {2}\| 3000 \| 1000 \(900 – 2000\) \| 0\.200 \|/m);
    assert.match(text, /^\| our worker \| fast \| 2\.00 \| 2\.50 \| 1\.3: reached \|/m);
    assert.match(text, /^\| our worker \| limit \| 0\.50 \| 0\.75 \| 0\.9: \*\*not reached\*\* \|/m);
  });
});
