import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import { StackFixture, distDir, waitForMessages } from "../stack/stackFixture";

const TENANT = "hakwonplus";
const FIRST = 5_000;
const STUDENTS = 40;

describe("messages that are sent again", () => {
  let stack: StackFixture;
  let client: StackClient;
  before(async () => {
    stack = await StackFixture.start();
    ({ client } = stack);
    await client.importStudents(
      TENANT,
      Array.from({ length: STUDENTS + 10 }, (_, index) => ({
        id: FIRST + index,
        name: `학생 ${index}`,
        phone: null,
        parentPhone: numberOf(index),
      })),
    );
  });
  after(() => stack.stop());

  it("reach each frozen recipient once and nobody else, although killed midway while others fail", async function () {
    this.timeout(120_000);
    await client.injectFault("provider.sender-not-registered");
    await failing(client, 0, STUDENTS);
    await client.clearFaults();
    const cause = "provider.sender-not-registered";
    const child = spawn(process.execPath, [path.join(distDir, "cli.js"), "resend", "--cause", cause, "--yes"], {
      env: { ...process.env, MESSAGING_ANY_PORT: "1", MESSAGING_STATE_DIR: stack.stateDir, MESSAGING_LANG: "en" },
      stdio: "ignore",
    });
    const { seq } = await client.snapshot();
    const first = client.events(seq);
    await waitForMessages(first, "provider.accepted", 3);
    await first.return(undefined);
    child.kill("SIGKILL");
    await once(child, "exit");
    await failing(client, STUDENTS, 10); // of the same cause, and not in the set
    const again = await stack.cli("resend", "--cause", cause, "--yes", "--json");
    const told = JSON.parse(again.stdout) as { result: { planned: number; sent: number } };
    assert.equal(told.result.planned, STUDENTS, again.stdout.slice(0, 2_000));
    const inbox = (await client.inbox()).map(({ to }) => to).sort();
    assert.deepEqual(inbox, Array.from({ length: STUDENTS }, (_, index) => numberOf(index)).sort());
  });

  it("leaves out by name: delivered ones, and those whose cause still holds", async () => {
    const { stdout } = await stack.cli("resend", "--dry-run", "--json");
    const { leftOut } = JSON.parse(stdout) as { leftOut: { reason: string; count: number }[] };
    assert.equal(leftOut.find(({ reason }) => reason === "delivered")?.count, STUDENTS);
    assert.equal(leftOut.find(({ reason }) => reason === "already-resent")?.count, STUDENTS);
  });
});

/** The sandbox refuses the sender of every message to this number. */
const REFUSED = "01000001062";
const numberOf = (index: number) => (index < STUDENTS ? `010${String(30_000_000 + index)}` : REFUSED);

/** Sends to `count` students and waits for their rows. */
async function failing(client: StackClient, from: number, count: number): Promise<void> {
  const { seq } = await client.snapshot();
  const events = client.events(seq);
  const ids = Array.from({ length: count }, (_, index) => FIRST + from + index);
  await client.send(TENANT, { student_ids: ids, raw_body: "안녕하세요" });
  await waitForMessages(events, "worker.logged", count);
  await events.return(undefined);
}
