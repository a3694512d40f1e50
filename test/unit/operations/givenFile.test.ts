import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { ExpectedError } from "../../../src/common/errors";
import { diagnoseFiles } from "../../../src/operations/diagnosis/diagnoseFiles";
import { originalIn } from "../../../src/operations/reproduction/originals";

const context = { language: "en", workspace: undefined, commandLine: "messaging" } as const;
const refused =
  "2026-11-27 15:00:05,000 [WARNING] [MESSAGING-WORKER] send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록\n";

describe("a file that is given to the diagnosis", () => {
  let folder: string;
  before(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "given-"));
  });
  after(() => fs.rm(folder, { recursive: true }));

  async function written(name: string, bytes: string | Uint8Array): Promise<string> {
    const file = path.join(folder, name);
    await fs.writeFile(file, bytes);
    return file;
  }
  const verdictOf = async (workerLog: string) => (await diagnoseFiles({ workerLog }, context)).diagnosis.verdict;
  const saidOf = (reading: Promise<unknown>) =>
    reading.then(
      () => assert.fail("it was read"),
      (error: unknown) => (error instanceof ExpectedError ? `${error.message} / ${error.nextStep ?? ""}` : error),
    );

  it("is unpacked where it is gzip, also one that was appended to", async () => {
    const half = gzipSync("2026-11-27 15:00:01,000 [INFO] [MESSAGING-WORKER] polling\n");
    const file = await written("worker.log.1.gz", Buffer.concat([half, gzipSync(refused)]));
    assert.equal((await verdictOf(file)).cause, "provider.sender-not-registered");
  });

  it("is named as damaged where its end is missing", async () => {
    const file = await written("cut.gz", gzipSync(refused).subarray(0, 60));
    assert.match(String(await saidOf(verdictOf(file))), /is damaged, or not complete yet \(gzip\) \/ Copy it again/);
  });

  it("is named as packed where it is zip", async () => {
    const file = await written("log.zip", Buffer.from("504b03041400000008", "hex"));
    assert.match(String(await saidOf(verdictOf(file))), /is compressed \(zip\) \/ Unpack it/);
  });

  it("may be empty", async () => {
    const { outcome, explanation } = await verdictOf(await written("empty.log", ""));
    assert.equal(outcome, "unknown");
    assert.match(explanation, /^The worker's log is empty/);
  });

  it("may be a bundle in UTF-16, which PowerShell writes", async () => {
    const bundle = JSON.stringify({ version: 1, worker: { logs: refused } });
    const file = await written("bundle.json", Buffer.from(`\uFEFF${bundle}`, "utf16le"));
    const { diagnosis } = await diagnoseFiles({ evidence: file }, context);
    assert.equal(diagnosis.verdict.cause, "provider.sender-not-registered");
  });

  it("has a bound as a bundle, for the diagnosis and for a reproduction", async () => {
    const file = await written("large.json", "");
    await fs.truncate(file, 101 * 1_024 * 1_024);
    const said = /The bundle is larger than 100 MB \/ Leave the logs out of it.*--worker-log FILE/;
    assert.match(String(await saidOf(diagnoseFiles({ evidence: file }, context))), said);
    assert.match(String(await saidOf(originalIn(file, context))), said);
  });
});
