import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { junitReport } from "../../../src/cli/scenario/junitReport";
import { readScenarios } from "../../../src/operations/scenario/readScenarios";
import { runScenarios } from "../../../src/operations/scenario/runScenarios";
import type { FileResult } from "../../../src/operations/scenario/runScenarios";
import { originalOf } from "../../../src/operations/reproduction/originals";
import type { SendReport } from "../../../src/operations/message/sendMessages";
import { savedScenarioOf } from "../../../src/operations/scenario/savedScenario";
import type { Environment } from "../../../src/targets/environment";
import { operationFor } from "../../unit/operations/sending";
import { distDir } from "../stack/stackFixture";

/**
 * Of one recipient of several, of the worker's process, or of its silence since the send: what the archive has of the
 * message says otherwise, or nothing.
 */
export const notOfMessage = new Set<string>(["api.recipients-skipped", "worker.orm-unavailable", "worker.not-polling"]);

/** Saves a message that was sent live: as the archive has it, or as its send ended. */
export async function savedLive(environment: Environment, report: SendReport, stateDir: string): Promise<string> {
  const { evidence, sent, diagnosis } = report;
  const [traceId] = sent.traceIds;
  const { verdict } = diagnosis;
  const isKept = traceId !== undefined && !notOfMessage.has(verdict.cause);
  const archived = isKept ? await originalOf(environment, traceId, operationFor(stateDir)) : undefined;
  return savedScenarioOf(archived ?? { evidence, verdict }, "en").text;
}

/**
 * Runs saved scenarios by cause, and one that expects the wrong cause. Each comes to the verdict that it was saved with;
 * the wrong one fails with layer and cause in JUnit's text.
 */
export async function assertSameVerdicts(saved: ReadonlyMap<string, string>): Promise<void> {
  const workspace = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-saved-"));
  try {
    const write = (name: string, text: string) => fs.writeFile(path.join(workspace, `${name}.scenario.yaml`), text);
    for (const [cause, text] of saved) await write(cause, text);
    const right =
      saved.get("api.sender-empty") ?? 'name: wrong\ngiven: { sender: "" }\nexpect: { cause: api.sender-empty }';
    await write("wrong", right.replace(/cause: api\.sender-empty/, "cause: api.forbidden"));
    const results = await run(workspace);
    const stemOf = ({ file }: FileResult) => path.basename(file, ".scenario.yaml");
    const shown = results.map((each) => ({ stem: stemOf(each), ...each }));
    assert.deepEqual(
      shown.filter(({ status, stem }) => status !== (stem === "wrong" ? "failed" : "passed")),
      [],
    );
    assert.deepEqual(
      shown.map(({ stem, verdict }) => [stem, verdict?.cause]).sort(),
      [...[...saved.keys()].map((cause) => [cause, cause]), ["wrong", "api.sender-empty"]].sort(),
    );
    const xml = junitReport(results, workspace);
    assert.match(xml, new RegExp(`tests="${saved.size + 1}" failures="1" errors="0"`));
    assert.match(xml, /<failure message="API · Stopped: [^"]+ \(api\.sender-empty\)"/);
    assert.match(xml, /cause: expected api\.forbidden, got api\.sender-empty/);
  } finally {
    await fs.rm(workspace, { recursive: true, force: true });
  }
}

async function run(workspace: string): Promise<FileResult[]> {
  const place = { workspace, reports: path.join(workspace, "reports"), distDir, variables: process.env };
  const context = { signal: new AbortController().signal, language: "en" as const, workspace };
  const results: FileResult[] = [];
  for await (const result of runScenarios(await readScenarios(workspace, ["."]), place, context)) results.push(result);
  return results;
}
