import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { IGNORED_FILE, IgnoredFindings } from "../../../src/operations/diagnosis/ignoredFindings";

describe("ignored findings", () => {
  let folder: string;
  let ignored: IgnoredFindings;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "ignored-"));
    ignored = new IgnoredFindings(() => folder);
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("are written to a file of the folder", async () => {
    await ignored.add("api.validation");
    assert.deepEqual(
      (await ignored.list()).map(({ cause }) => cause),
      ["api.validation"],
    );
  });

  it("are not written through a link that a repository brought (it led to any file of this machine)", async function () {
    if (process.platform === "win32") return this.skip();
    const elsewhere = path.join(folder, "elsewhere");
    const file = path.join(folder, IGNORED_FILE);
    fs.mkdirSync(path.dirname(file));
    fs.symlinkSync(elsewhere, file);
    await assert.rejects(ignored.add("api.validation"), { reason: "ignored-is-link" });
    fs.rmSync(path.dirname(file), { recursive: true });
    fs.symlinkSync(folder, path.dirname(file));
    await assert.rejects(ignored.add("api.validation"), { reason: "ignored-is-link" });
    assert.deepEqual(fs.readdirSync(folder), [".messaging"]);
  });

  it("that are no JSON are reported without a quote of the file", async () => {
    const file = path.join(folder, IGNORED_FILE);
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, "SECRET_KEY=PLANTED");
    await assert.rejects(ignored.list(), (error: Error) => !/PLANTED|SECRET/.test(error.message));
  });

  it("leave out entries that are none", async () => {
    const file = path.join(folder, IGNORED_FILE);
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, '{"ignored": [null, 1, {"__proto__": {"cause": "x"}}, {"cause": "api.validation"}]}');
    assert.deepEqual(await ignored.list(), [{ cause: "api.validation", since: "" }]);
  });
});
