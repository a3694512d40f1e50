import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { addressFile, readStackAddress } from "../../../src/runtime/control/stackAddress";
import { StackClient } from "../../../src/runtime/control/stackClient";
import type { StackAddress } from "../../../src/runtime/control/stackContract";
import { findStack, launchStack } from "../../../src/runtime/control/stackLauncher";
import { distDir, runCli } from "./stackFixture";

describe("A file of the state folder that is damaged", () => {
  let stateDir: string;
  const launch = () => launchStack({ distDir, stateDir, stay: true, preferredPorts: false });

  beforeEach(async () => (stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-files-"))));
  afterEach(async () => {
    await (await findStack(stateDir).catch(() => undefined))?.end();
    await fs.rm(stateDir, { recursive: true, force: true });
  });

  for (const text of ["", '{"pid":1,"contr', "{}", "null"]) {
    it(`is a sentence, and healed by a start: stack.json ${JSON.stringify(text)} (each command was a SyntaxError)`, async () => {
      await fs.writeFile(addressFile(stateDir), text);
      const { code, stdout } = await runCli(["status", "--json"], { MESSAGING_STATE_DIR: stateDir });
      const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } };
      assert.deepEqual([code, error.code], [69, "stack-file-damaged"]);
      assert.match(`${error.message} ${error.hint}`, /stack\.json.* up$/);
      const { client } = await launch();
      assert.deepEqual(await readStackAddress(stateDir), client.address);
    });
  }

  it("is written again by the stack that it belongs to: stack.json", async () => {
    const { client } = await launch();
    const changes = fs.watch(stateDir, { signal: AbortSignal.timeout(30_000) })[Symbol.asyncIterator]();
    let change = changes.next(); // watches from here on: the stack may be quick
    await fs.writeFile(addressFile(stateDir), "");
    while (!(await readStackAddress(stateDir).catch(() => undefined))) {
      await change;
      change = changes.next();
    }
    await changes.return?.();
    assert.deepEqual(await readStackAddress(stateDir), client.address);
  });

  it("is made anew, and the start says so: keys.json and stack.lock (a TypeError for ever, and 15 s in vain)", async () => {
    for (const keys of ["{}", "null", ""]) {
      await fs.writeFile(path.join(stateDir, "keys.json"), keys);
      await fs.writeFile(path.join(stateDir, "stack.lock"), "no SQLite at all".repeat(100));
      const { client } = await launch();
      const notices = client.address.notices.join("\n");
      assert.match(notices, /keys\.json was damaged: new keys were made/);
      assert.match(notices, /stack\.lock was damaged, and was made anew/);
      await client.end();
    }
  });

  it("is set aside, and the start and `status` name it: a page of each store (the stack ran, and nobody found it)", async () => {
    const first = await launch();
    await first.client.send("hakwonplus", { student_ids: [1], raw_body: "하나" });
    await first.client.end();
    const names = ["store.sqlite", "queue.sqlite", "solapi-sandbox.sqlite", "messages.sqlite"];
    for (const name of names) {
      const handle = await fs.open(path.join(stateDir, name), "r+");
      const { size } = await handle.stat();
      await handle.write(Buffer.alloc(8_192, 0xa5), 0, 8_192, Math.floor(size / 2));
      await handle.close();
    }
    const { client } = await launch();
    const notices = client.address.notices.join("\n");
    const { stdout } = await runCli(["status"], { MESSAGING_STATE_DIR: stateDir });
    for (const name of names) {
      const told = new RegExp(`could not be read .*starting empty, the old file is .*${name}\\.unreadable-\\d+`);
      assert.match(notices, told);
      assert.match(stdout, told);
    }
    assert.match(stdout, /Local stack, process \d+/);
    await client.send("hakwonplus", { student_ids: [1], raw_body: "둘" });
  });

  it("is not the stack's: a state folder that is a file ends with a sentence and 69", async () => {
    const file = path.join(stateDir, "file");
    await fs.writeFile(file, "");
    const { code, stderr } = await runCli(["up", "--detach"], { MESSAGING_STATE_DIR: path.join(file, "state") });
    assert.equal(code, 69);
    assert.match(stderr, /state folder .* cannot be used \(ENOTDIR\)/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
});

describe("A stack of another version", () => {
  it("is named, and `down` ends it all the same", async () => {
    const stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-version-"));
    const { client } = await launchStack({ distDir, stateDir, stay: true, preferredPorts: false });
    // As a stack before this contract wrote it; the running one would heal it, so it is read from a copy.
    const copy = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-version-"));
    const { contract: _contract, ...older } = client.address;
    await fs.writeFile(addressFile(copy), JSON.stringify(older));
    const found = await findStack(copy);
    assert.equal(found?.address.contract, 0);
    assert.equal((await runCli(["down"], { MESSAGING_STATE_DIR: copy })).code, 0);
    await assert.rejects(client.snapshot(), { reason: "stack-gone" });
    for (const folder of [stateDir, copy]) await fs.rm(folder, { recursive: true, force: true });
  });
});

describe("The end of a stack that hangs", () => {
  it("has a deadline and a sentence (the command waited for ever)", async () => {
    // Takes the order, and goes on.
    const server = http.createServer((_request, response) => void response.writeHead(202).write("\n"));
    await once(server.listen(0, "127.0.0.1"), "listening");
    try {
      const controlUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const client = new StackClient({ pid: 77, controlUrl, token: "t" } as StackAddress, "");
      await assert.rejects(client.end(300), {
        reason: "stack-not-ended",
        message: "The local stack (process 77) did not end within 0.3 s",
        nextStep: "End its process: kill -9 77",
      });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
