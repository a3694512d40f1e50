import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { diagnoseCollected } from "../../../src/operations/diagnosis/diagnoseCollected";
import { diagnoseFiles } from "../../../src/operations/diagnosis/diagnoseFiles";
import { IgnoredFindings } from "../../../src/operations/diagnosis/ignoredFindings";
import { fakeEnvironment } from "../targets/fakeEnvironment";

const CAUSE = "worker.exited";
const container = { state: "exited", name: "worker", exitCode: 0 };

describe("a cause that the workspace ignores", () => {
  let workspace: string;
  let bundle: string;
  before(async () => {
    workspace = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-ignored-"));
    bundle = path.join(workspace, "bundle.json");
    fs.writeFileSync(bundle, JSON.stringify({ version: 1, worker: { container } }));
    await new IgnoredFindings(() => workspace).add(CAUSE);
  });
  after(() => fs.rmSync(workspace, { recursive: true }));

  const { signal } = new AbortController();
  const worker = { origin: "", container: () => Promise.resolve(container), linesSince: () => Promise.resolve([]) };
  const sent = { tenantCode: "hakwonplus", sentAt: Date.now(), traceIds: [] };
  const environment = () => fakeEnvironment({ worker: { ...worker, tail: undefined } as never });
  const causesOf = async (ignoring: string | undefined) => {
    const context = { language: "en" as const, signal, ...(ignoring !== undefined && { workspace: ignoring }) };
    const found = [
      await diagnoseFiles({ evidence: bundle }, context),
      await diagnoseCollected(environment(), sent, context),
    ];
    return found.map(({ diagnosis }) => diagnosis.verdict.cause);
  };

  it("is no verdict, whoever diagnoses: files, a send (one of seven callers asked)", async () => {
    assert.deepEqual(await causesOf(undefined), [CAUSE, CAUSE]);
    for (const cause of await causesOf(workspace)) assert.notEqual(cause, CAUSE);
  });
});
