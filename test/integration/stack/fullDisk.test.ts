import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../../../src/common/errors";
import { launchStack } from "../../../src/runtime/control/stackLauncher";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import { processGone } from "./processLife";
import { distDir, runCli, stopStack } from "./stackFixture";

/** The smallest disk that a stack starts on and that a few dozen messages fill. */
const DISK_KB = 4_096;
/** Bytes in which the stack's small files fit, but not the first pages of a database. */
const ROOM_FOR_NO_PAGE = 8_192;

describe("A stack on a full disk", () => {
  let stateDir: string;
  let client: StackClient | undefined;
  let isMounted = false;

  before(async function () {
    if (process.platform !== "linux" || process.getuid?.() !== 0) {
      process.stdout.write("    skipped: a small disk can be mounted by root on Linux only\n");
      this.skip();
    }
    stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-full-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_KB}k,mode=700`, "tmpfs", stateDir], { stdio: "ignore" });
      isMounted = true;
    } catch {
      process.stdout.write("    skipped: this container may not mount a disk\n");
      this.skip();
    }
  });
  after(async () => {
    if (client) await stopStack(client);
    if (isMounted) execFileSync("umount", [stateDir]);
    if (stateDir) await fs.rm(stateDir, { recursive: true, force: true });
  });

  it("lives, says so, loses nothing, and goes on when there is room (its process died)", async () => {
    const workerEnv = { MESSAGING_SQS_VISIBILITY_SECONDS: "2" };
    const launched = await launchStack({ distDir, stateDir, stay: true, preferredPorts: false, workerEnv });
    const stack = (client = launched.client);
    const filler = path.join(stateDir, "filler");
    const changes = stack.changes(AbortSignal.timeout(150_000));
    const nextChange = async (): Promise<void> => void (await changes.next());
    const snapshot = async () => stack.snapshot();

    // Full to the last block, so that every layer meets it; the messages before and meanwhile must arrive.
    const { apiUrl, apiToken } = stack.address;
    const accepted: string[] = [];
    let sent = 0;
    const send = async (): Promise<number> => {
      const text = `m${sent++}`;
      const response = await fetch(`${apiUrl}/api/v1/messaging/send/`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${apiToken}`,
          "x-tenant-code": "hakwonplus",
          "content-type": "application/json",
        },
        body: JSON.stringify({ student_ids: [1], send_to: "parent", message_mode: "sms", raw_body: text }),
      });
      const body = (await response.json()) as { enqueued?: number };
      const { enqueued = 0 } = body;
      if (response.ok && enqueued > 0) accepted.push(text);
      return response.status;
    };
    for (let count = 0; count < 10; count++) await send();
    await fill(filler);
    for (let count = 0; count < 30; count++) await send();
    while ((await snapshot()).data.fullDisk === undefined) await nextChange();
    const status = await runCli(["status"], { MESSAGING_STATE_DIR: stateDir });
    assert.match(status.stdout, /The disk is full: \d+ KB left/);
    assert.match(status.stdout, /! The disk is full: .*messaging-full-/);

    await fs.rm(filler);
    while ((await snapshot()).data.fullDisk !== undefined) await nextChange();
    const ofInbox = async (): Promise<string[]> =>
      (await stack.inbox()).map(({ text }) => text.replace(/^.*?(m\d+).*$/s, "$1"));
    while (new Set(await ofInbox()).size < accepted.length) await nextChange();
    const arrived = await ofInbox();
    assert.ok(accepted.length >= 10, `only ${accepted.length} were accepted`);
    assert.equal(arrived.length, new Set(arrived).size, "a message arrived twice");
    assert.deepEqual(
      accepted.filter((text) => !arrived.includes(text)),
      [],
    );
    assert.equal(await send(), 200);
    assert.equal((await snapshot()).pid, launched.client.address.pid);
    await changes.return(undefined);
  }).timeout(180_000);

  it("is not started where it has no room even for its files, with a sentence", async () => {
    if (client) {
      await stopStack(client);
      await processGone(client.address.pid); // until then it may still write
    }
    client = undefined;
    for (const name of await fs.readdir(stateDir)) await fs.rm(path.join(stateDir, name), { recursive: true });
    await fill(path.join(stateDir, "filler"));
    const { code, stderr } = await runCli(["up", "--detach"], { MESSAGING_STATE_DIR: stateDir });
    assert.equal(code, 69);
    assert.match(stderr, /full|ENOSPC/i);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  it("is not started where the data file alone finds no room, and nobody is told to move it away", async () => {
    const filler = path.join(stateDir, "filler");
    for (const name of await fs.readdir(stateDir))
      if (name !== "filler") await fs.rm(path.join(stateDir, name), { recursive: true });
    await fill(filler);
    await fs.truncate(filler, (await fs.stat(filler)).size - ROOM_FOR_NO_PAGE);
    const { code, stderr } = await runCli(["up", "--detach"], { MESSAGING_STATE_DIR: stateDir });
    assert.equal(code, 69, stderr);
    assert.match(stderr, /no room for the data file|did not start: .*(?:full|disk)/);
    assert.doesNotMatch(stderr, /Move the file away/);
  });
});

describe("A stack in a folder that is read-only", () => {
  let stateDir: string;
  let isMounted = false;

  before(async function () {
    if (process.platform !== "linux" || process.getuid?.() !== 0) {
      process.stdout.write("    skipped: a read-only disk can be mounted by root on Linux only\n");
      this.skip();
    }
    stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-readonly-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", stateDir], { stdio: "ignore" });
      isMounted = true;
    } catch {
      process.stdout.write("    skipped: this container may not mount a disk\n");
      this.skip();
    }
  });
  after(async () => {
    if (isMounted) execFileSync("umount", [stateDir]);
    if (stateDir) await fs.rm(stateDir, { recursive: true, force: true });
  });

  for (const command of [["up", "--detach"], ["start"]])
    it(`is one sentence and 69: ${command[0]} (it was a stack trace and 70)`, async () => {
      const { code, stderr } = await runCli(command, { MESSAGING_STATE_DIR: stateDir });
      assert.equal(code, 69, stderr);
      assert.match(stderr, /state folder .* cannot be used \(EROFS\)/);
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
});

/** Takes all the room of the file's disk. */
async function fill(file: string): Promise<void> {
  const handle = await fs.open(file, "a");
  try {
    for (let bytes = 1 << 20; bytes >= 512;) {
      try {
        await handle.write(Buffer.alloc(bytes));
      } catch (error) {
        if (ExpectedError.is(error)) throw error;
        bytes >>= 1;
      }
    }
  } finally {
    await handle.close();
  }
}
