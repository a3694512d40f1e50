import assert from "node:assert/strict";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../src/diagnosis/verdict";

/** Sentences that no rule knows. */
const sentences = [
  "flux gate 7 misaligned, dropping parcel",
  "the ledger and the almanac disagree",
  "quorum of pigeons lost over the harbour",
  "widget 12 says no",
];

const dialects: Readonly<Record<string, (said: string) => string>> = {
  "Python logging": (said) => `2026-11-27 15:00:05,123 ERROR academy.tasks ${said}`,
  Celery: (said) => `[2026-11-27 15:00:05,123: ERROR/ForkPoolWorker-2] ${said}`,
  "structlog in JSON": (said) => JSON.stringify({ event: said, level: "error", timestamp: "2026-11-27T06:00:05Z" }),
  pino: (said) => JSON.stringify({ level: 50, time: 1_795_759_205_000, pid: 1, msg: said }),
  winston: (said) => `2026-11-27T06:00:05.123Z error: ${said}`,
  Nest: (said) => `[Nest] 26  - 11/27/2026, 3:00:05 PM   ERROR [SmsService] ${said}`,
  Logback: (said) => `2026-11-27 15:00:05.123 ERROR 1 --- [worker-1] k.h.sms.Sender : ${said}`,
  zap: (said) => `2026-11-27T06:00:05.123Z\tERROR\tworker/send.go:41\t${said}`,
  logfmt: (said) => `time="2026-11-27T06:00:05Z" level=error msg="${said}"`,
  klog: (said) => `E1127 06:00:05.123456       1 send.go:41] ${said}`,
  compose: (said) => `worker-1  | 2026-11-27 15:00:05,123 ERROR academy.tasks ${said}`,
  "docker's JSON": (said) =>
    JSON.stringify({ log: `ERROR academy.tasks ${said}\n`, stream: "stderr", time: "2026-11-27T06:00:05.1Z" }),
  journald: (said) => `Nov 27 15:00:05 ip-10-0-3-21 worker[966]: ERROR academy.tasks ${said}`,
  Heroku: (said) => `2026-11-27T06:00:05.123456+00:00 app[worker.1]: ERROR academy.tasks ${said}`,
};

const SILENT = new Set(["worker.not-polling", "worker.stuck", "worker.other-consumer"]);

describe("an error that no rule knows", () => {
  for (const [name, write] of Object.entries(dialects))
    it(`is quoted, and silence is claimed over none: ${name}`, () => {
      for (const said of sentences) {
        const logs = [write("polling"), write(said)].join("\n");
        const { verdict } = diagnose(parseEvidence({ version: 1, worker: { logs } }));
        assert.ok(!SILENT.has(verdict.cause), `${verdict.cause} over: ${said}`);
        assert.doesNotMatch(verdict.explanation, /is empty|another program's|is not text|took no message/);
        assert.ok(verdict.confidence < 0.8, `sure of ${verdict.cause}: ${said}`);
        assert.ok(
          verdict.evidence.some(({ excerpt }) => excerpt.includes(said)),
          `no quote of: ${said}`,
        );
      }
    });
});
