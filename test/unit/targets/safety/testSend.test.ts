import assert from "node:assert/strict";
import fs from "node:fs";
import { ExpectedError } from "../../../../src/common/errors";
import type { StudentNumber } from "../../../../src/targets/environment";
import { enqueue, GuardedBackend, isReason, send, SENDER } from "./guardedBackend";

describe("guard in front of a test send", () => {
  let backend: GuardedBackend;
  beforeEach(() => (backend = new GuardedBackend()));
  afterEach(() => backend.dispose());

  const answering = (...entries: [studentId: number, number: string | null][]) =>
    backend.environment({
      tenants: backend.tenants({
        recipients: () => Promise.resolve(entries.map(([studentId, number]): StudentNumber => ({ studentId, number }))),
      }),
    });

  it("reaches a student whose number is allowed; numbers and text are not recorded", async () => {
    await backend.write(backend.environment(), send(1));
    assert.deepEqual(backend.made, ["send"]);
    assert.match((await backend.audit.entries())[0]!.description, /0101\*\*\*\*/);
    assert.equal(fs.statSync(backend.audit.file).mode & 0o777, 0o600);
    assert.doesNotMatch(fs.readFileSync(backend.audit.file, "utf8"), /01012345678|테스트/);
  });

  it("reaches students of whom some have no number", async () => {
    await backend.write(answering([1, "01012345678"], [2, null]), send(1, 2));
    assert.deepEqual(backend.made, ["send"]);
  });

  for (const [title, entries] of [
    ["nobody (the API knows the student and rang a parent)", []],
    ["one of three students", [[1, "01012345678"]]],
    [
      "other students than were asked for",
      [
        [4, "01012345678"],
        [5, "01012345678"],
        [6, "01012345678"],
      ],
    ],
  ] as [string, [number, string][]][]) {
    it(`is refused where the tenant data answers for ${title}`, async () => {
      await assert.rejects(backend.write(answering(...entries), send(1, 2, 3)), isReason("recipient-unproven"));
      assert.deepEqual(backend.made, []);
      assert.deepEqual(await backend.outcomes(), ["refused"]);
    });
  }

  for (const number of ["01099998888", "01012345678９", "0101234567８", "01012345678x", "010123456780", ""]) {
    it(`is refused for one number that is not allowed: ${JSON.stringify(number)}`, async () => {
      const where = answering([1, "01012345678"], [2, number]);
      await assert.rejects(backend.write(where, send(1, 2)), isReason("recipient-not-allowed"));
      await assert.rejects(
        backend.write(backend.environment(), enqueue(JSON.stringify({ to: number }))),
        isReason("recipient-not-allowed"),
      );
      assert.deepEqual(backend.made, []);
      assert.doesNotMatch(fs.readFileSync(backend.audit.file, "utf8"), /01099998888/);
    });
  }

  it("is refused where nobody can look the numbers up, or the look-up fails", async () => {
    const without = backend.environment({ tenants: backend.tenants({ recipients: undefined as never }) });
    await assert.rejects(backend.write(without, send(1)), isReason("recipient-unproven"));
    const recipients = () => Promise.reject(new ExpectedError("helper-gone", "x"));
    await assert.rejects(
      backend.write(backend.environment({ tenants: backend.tenants({ recipients }) }), send(1)),
      isReason("helper-gone"),
    );
    assert.deepEqual(backend.made, []);
  });

  it("is refused where no recipient is allowed, and goes to anybody on the stack that rings no phone", async () => {
    await assert.rejects(
      backend.write(backend.environment({ allowedRecipients: [] }), send(1)),
      isReason("no-allowed-recipients"),
    );
    await backend.write(backend.environment({ allowedRecipients: undefined }), send(1));
    assert.deepEqual(backend.made, ["send"]);
  });

  it("is put on the queue only for the recipient it names", async () => {
    await backend.write(backend.environment(), enqueue('{"to":"+82 10-1234-5678","text":"x"}'));
    for (const body of ["not json", "{}", '{"to":["01012345678"]}'])
      await assert.rejects(backend.write(backend.environment(), enqueue(body)), isReason("recipient-unproven"));
    assert.deepEqual(backend.made, ["enqueue"]);
  });

  for (const [title, info] of [
    ["another sender", { status: 200, messagingSender: "0299999999", lastLogId: 7 }],
    ["another newest log row", { status: 200, messagingSender: SENDER, lastLogId: 9_001 }],
  ] as const) {
    it(`is refused where the API tells ${title} than the tenant data: they are two backends`, async () => {
      const where = backend.environment({ api: backend.api({ info: () => Promise.resolve(info) }) });
      await assert.rejects(backend.write(where, send(1)), isReason("backend-mismatch"));
      assert.deepEqual(backend.made, []);
      assert.deepEqual(await backend.outcomes(), ["refused"]);
    });
  }

  it("is looked at again where a log row came in between the two looks", async () => {
    let asked = 0;
    const info = () => Promise.resolve({ status: 200, messagingSender: SENDER, lastLogId: asked++ === 0 ? 6 : 7 });
    await backend.write(backend.environment({ api: backend.api({ info }) }), send(1));
    assert.deepEqual(backend.made, ["send"]);
  });

  it("is refused where the API does not tell the sender, or has trouble telling it", async () => {
    for (const info of [undefined, () => Promise.resolve({ status: 404 }), () => Promise.resolve({ status: 200 })])
      await assert.rejects(
        backend.write(backend.environment({ api: backend.api({ info: info as never }) }), send(1)),
        isReason("recipient-unproven"),
      );
    const late = () => Promise.reject(new ExpectedError("api-timeout", "late"));
    await assert.rejects(
      backend.write(backend.environment({ api: backend.api({ info: late }) }), send(1)),
      isReason("api-timeout"),
    );
    assert.deepEqual(backend.made, []);
  });

  it("goes on where the API would take no send either: its answer is the finding", async () => {
    const cause = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const down = () => Promise.reject(new ExpectedError("api-unreachable", "down", undefined, { cause }));
    await backend.write(backend.environment({ api: backend.api({ info: down }) }), send(1));
    await backend.write(
      backend.environment({ api: backend.api({ info: () => Promise.resolve({ status: 401 }) }) }),
      send(1),
    );
    assert.deepEqual(backend.made, ["send", "send"]);
  });
});
