import assert from "node:assert/strict";
import { parseEvidence } from "../../../src/diagnosis/evidence";
import { renderReport } from "../../../src/diagnosis/report/report";
import { diagnose } from "../../../src/diagnosis/verdict";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import type { WorkerProcessStatus } from "../../../src/runtime/stack/supervisor/workerSupervisor";
import { withLocalCommands } from "../../../src/targets/evidence/shownFixes";
import { createLocalWorker } from "../../../src/targets/local/localWorker";

const SENT = { version: 1, sentAt: "2026-03-05T10:00:00+09:00", collectedAt: "2026-03-05T10:01:30+09:00" };
const startedAt = Date.parse("2026-03-05T09:59:00+09:00");
const HEAP = [
  "2026-03-05 10:00:03,123+0900 [INFO] [MESSAGING-WORKER] Message received",
  "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
  "",
].join("\n");

/** How the local worker can be, and the cause that is told. */
const workers: [what: string, cause: string, status: WorkerProcessStatus, logs?: string][] = [
  ["was stopped", "worker.not-running", { state: "stopped", restartCount: 0 }],
  ["ended", "worker.exited", { state: "exited", startedAt, exitCode: 1, restartCount: 0 }],
  ["was killed", "worker.oom-killed", { state: "exited", startedAt, signal: "SIGKILL", restartCount: 0 }],
  ["ran out of memory", "worker.oom-killed", { state: "exited", startedAt, oomKilled: true, restartCount: 0 }, HEAP],
  ["ends again and again", "worker.crash-loop", { state: "restarting", startedAt, exitCode: 1, restartCount: 6 }],
];

describe("the local worker, which is no container", () => {
  for (const [what, cause, status, logs] of workers)
    it(`gets no advice about Docker when it ${what}`, async () => {
      const target = createLocalWorker({ snapshot: () => Promise.resolve({ worker: status }) } as StackClient);
      const evidence = parseEvidence({
        ...SENT,
        api: { status: 200, body: { detail: "발송 예정 1건입니다.", enqueued: 1, skipped_no_phone: 0 } },
        worker: { container: await target.container(AbortSignal.timeout(60_000)), ...(logs !== undefined && { logs }) },
      });
      for (const language of ["en", "ko"] as const) {
        const diagnosis = withLocalCommands(diagnose(evidence, { language }), []);
        assert.equal(diagnosis.verdict.cause, cause);
        const report = renderReport(diagnosis, evidence, { language });
        const shown = report.flat().map(({ text }) => text);
        assert.doesNotMatch(shown.join("\n"), /docker|container|도커|컨테이너|kernel|커널/i);
      }
    });
});
