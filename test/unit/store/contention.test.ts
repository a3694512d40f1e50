import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { openStore } from "../../../src/runtime/store/store";

const ROUNDS = 1_000;

describe("a store that two processes have open", () => {
  let directory: string;
  let contender: string;
  before(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "store-contention-"));
    contender = path.join(directory, "contender.cjs");
    buildSync({
      entryPoints: ["test/unit/store/contender.ts"],
      bundle: true,
      platform: "node",
      target: "node22",
      outfile: contender,
    });
  });
  after(() => fs.rmSync(directory, { recursive: true }));

  /** Both are let go at one moment, once both run; their exit codes, conflicts and what they wrote to stderr. */
  async function contend(file: string, code: string, rounds: number) {
    const children = [0, 1].map(() =>
      fork(contender, [file, code, String(rounds)], { stdio: ["ignore", "ignore", "pipe", "ipc"] }),
    );
    const finished = children.map(async (child) => {
      let stderr = "";
      let conflicts = 0;
      child.stderr?.on("data", (chunk) => (stderr += chunk));
      child.on("message", (message) => (conflicts = (message as { conflicts?: number }).conflicts ?? conflicts));
      const [exitCode] = (await once(child, "close")) as [number | null];
      return { exitCode, conflicts, stderr };
    });
    await Promise.all(children.map((child) => once(child, "message")));
    const read = children.map((child) => once(child, "message"));
    children.forEach((child) => child.send("go"));
    if (rounds > 0) {
      await Promise.all(read);
      children.forEach((child) => child.send("write"));
    }
    return Promise.all(finished);
  }

  it("loses no compare-and-set and no row, and never fails with a locked file", async () => {
    const file = path.join(directory, "contended.sqlite");
    const seeded = openStore(file);
    seeded.tenants.insert({ name: "경쟁", code: "contended", messagingSender: "0", creditBalance: "777" });
    const ended = await contend(file, "contended", ROUNDS);
    assert.deepEqual(
      ended.map(({ exitCode }) => exitCode),
      [0, 0],
      ended.map(({ stderr }) => stderr).join("\n"),
    );
    // This connection was open all along and sees what the others wrote.
    const tenant = seeded.tenants.byCode("contended");
    assert.equal(tenant?.messagingSender, String(2 * ROUNDS));
    assert.equal(tenant.creditBalance, "777", "no other column was written");
    assert.equal(seeded.notificationLogs.count(tenant.id), 2 * ROUNDS);
    assert.ok(
      ended.some(({ conflicts }) => conflicts > 0),
      "the two never met: the test proves nothing",
    );
    seeded.close();
  });

  it("migrates a new file once when two processes open it at the same moment", async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const file = path.join(directory, `new-${attempt}.sqlite`);
      const ended = await contend(file, `tenant-${attempt}`, 0);
      // Both may insert the tenant: the unique code lets one through, the other ends with that error, not with a lock.
      assert.ok(ended.some(({ exitCode }) => exitCode === 0));
      assert.ok(
        ended.every(({ exitCode, stderr }) => exitCode === 0 || stderr.includes("UNIQUE")),
        JSON.stringify(ended),
      );
      const store = openStore(file);
      assert.equal(store.tenants.count(), 1);
      store.close();
    }
  });
});
