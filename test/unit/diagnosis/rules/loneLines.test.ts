import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { catalogue } from "../../../../src/diagnosis/logs/catalogue/catalogue";
import type { LogPattern } from "../../../../src/diagnosis/logs/types";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../src/diagnosis/verdict";

interface LoneLine {
  side: "worker" | "api";
  layer: string;
  causes: string[];
  text: string;
}

const known: LoneLine[] = fs
  .readFileSync(path.join(process.cwd(), "test/corpus/lines.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [side, layer = "", causes = "", ...text] = line.split("|");
    return {
      side: side === "a" ? "api" : "worker",
      layer,
      causes: causes.split(","),
      text: text.join("|").replaceAll("\\n", "\n"),
    };
  });

const verdictOf = (side: LoneLine["side"], logs: string) => diagnose(parseEvidence({ version: 1, [side]: { logs } }));

describe("a line as a log of its own", () => {
  for (const { side, layer, causes, text } of known)
    it(`${layer}, ${causes.join(" or ")}: ${text.slice(0, 100)}`, () => {
      const { verdict } = verdictOf(side, text);
      assert.equal(verdict.layer ?? "-", layer, verdict.title);
      assert.ok(
        causes.some((cause) => verdict.cause.includes(cause)),
        verdict.cause,
      );
    });
});

describe("lines that show no success", () => {
  const aboutProcesses = new Set<LogPattern["tells"]>([
    "killed-for-memory",
    "process-ended",
    "restarting",
    "command-unusable",
    "not-created",
    "redis-refuses",
    "database-refuses",
  ]);
  // The row of a message is written after the message was received.
  const samples = catalogue
    .filter(({ tells }) => aboutProcesses.has(tells))
    .map(({ sample }) => sample.replace("messaging_notificationlog", "core_tenant"));
  const header = fc.constantFrom(
    "",
    "2026-11-27 15:00:01,114 [ERROR] [MESSAGING-WORKER] ",
    "[2026-11-27 15:00:01,114: ERROR/MainProcess] ",
    "academy-worker_1  | ",
  );
  const tail = fc.constantFrom(
    "",
    ' (variable "SOLAPI_API_KEY")',
    ' secret "solapi-key"',
    '\nTraceback (most recent call last):\n  File "/app/solapi_client.py", line 3, in send_sms\n    return self.send_sms(to)\nKeyError: 0',
  );

  it("never turn a layer green", () => {
    fc.assert(
      fc.property(header, fc.constantFrom(...samples), tail, (before, sample, after) => {
        const { layers } = verdictOf("worker", `${before}${sample}${after}\n`);
        assert.deepEqual(
          layers.filter(({ status }) => status === "ok"),
          [],
        );
      }),
      { numRuns: 600 },
    );
  });
});
