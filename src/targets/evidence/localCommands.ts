import type { Diagnosis, Finding } from "../../diagnosis/diagnosis";

/** Commands that carry out a fix on the local stack, by the fix's id: it has no Docker and no AWS. */
const localCommands: Partial<Record<string, string>> = {
  "start-worker": "node dist/cli.js worker start",
  "restart-worker": "node dist/cli.js worker restart",
  "read-worker-log": "node dist/cli.js tail --no-follow",
  "read-first-error": "node dist/cli.js tail --no-follow",
  "check-queue-from-api": "node dist/cli.js status",
  "check-queue-name": "node dist/cli.js status",
  "create-queue": "node dist/cli.js queue create",
  redrive: "node dist/cli.js queue redrive",
};

/** Replaces the diagnosis's commands with ones that work on the local stack. */
export function withLocalCommands(diagnosis: Diagnosis): Diagnosis {
  const local = (finding: Finding): Finding => ({
    ...finding,
    fixes: finding.fixes.map((fix) => ({ ...fix, ...(localCommands[fix.id] && { command: localCommands[fix.id] }) })),
  });
  return { ...diagnosis, verdict: local(diagnosis.verdict), findings: diagnosis.findings.map(local) };
}
