import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { HandOver } from "../../../src/operations/handOver/handOver";
import { KeptReports } from "../../../src/operations/handOver/keptReports";

const handOver = (environment: string): HandOver => ({
  madeAt: 0,
  versions: { product: "1", node: "v24", platform: "linux" },
  environment,
  inquiry: { version: 1, window: { from: 0, until: 0 }, total: 0, groups: [], messages: [], looked: [] },
  cases: [],
});

describe("reports that are kept", () => {
  let folder: string;
  beforeEach(async () => (folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-kept-"))));
  afterEach(() => fs.rm(folder, { recursive: true, force: true }));

  it("are one for each subject, which a later one replaces", async () => {
    const reports = new KeptReports(path.join(folder, "new"));
    const first = await reports.of("a\nname", "a/b").keep(handOver("first"));
    assert.match(path.basename(first), /^a-b-[0-9a-f]{12}\.report\.json$/);
    assert.equal(await reports.of("a\nname", "a/b").keep(handOver("second")), first);
    assert.match(await fs.readFile(first, "utf8"), /"environment":"second"/);
    assert.notEqual(await reports.of("a\nother", "a/b").keep(handOver("third")), first);
    await reports.of("a\nname", "a/b").remove();
    assert.equal((await fs.readdir(path.dirname(first))).length, 1);
  });

  it("are the newest 100; nothing else in the folder is removed", async () => {
    const reports = new KeptReports(folder);
    const foreign = path.join(folder, "report.json");
    await fs.writeFile(foreign, "{}");
    for (let index = 0; index < 100; index++) {
      const file = await reports.of(String(index), "a").keep(handOver("a"));
      await fs.utimes(file, 1_000 + index, 1_000 + index);
    }
    const newest = await reports.of("newest", "a").keep(handOver("a"));
    const left = await fs.readdir(folder);
    assert.equal(left.length, 101);
    assert.ok(left.includes(path.basename(newest)) && left.includes("report.json"));
    assert.ok(!left.includes(path.basename(await new KeptReports(folder).of("0", "a").keep(handOver("a")))));
  });
});
