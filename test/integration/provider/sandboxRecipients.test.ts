import assert from "node:assert/strict";
import { knownCodes } from "../../../src/runtime/provider/statusCodes";
import { scenarios } from "../../../src/runtime/provider/sandbox/behaviour/scenarios";
import { SandboxFixture, alimtalk, sms } from "./sandboxFixture";

describe("Solapi sandbox: magic recipients", () => {
  let fixture: SandboxFixture;

  beforeEach(async () => {
    fixture = await SandboxFixture.start();
  });
  afterEach(() => fixture.stop());

  const send = (groupId: string) => fixture.call("POST", `/messages/v4/groups/${groupId}/send`);

  it("refuse at the intake with every 1xxx code of the catalogue, and with one it does not know", async () => {
    const codes = knownCodes().filter(({ kind, kakao }) => kind === "intake" && !kakao);
    const all = [...codes.map(({ code }) => code), "1999"];
    assert.deepEqual((await fixture.group(all.map((code) => sms(`0100000${code}`)))).codes, all);
  });

  it("fail after acceptance with every 2xxx and 3xxx code, told as an event", async () => {
    const failures = knownCodes().filter(({ kind, kakao }) => (kind === "platform" || kind === "carrier") && !kakao);
    const codes = failures.map(({ code }) => code);
    const messages = codes.map((code) => ({ ...sms(`0100000${code}`), customFields: { traceId: `t-${code}` } }));
    const { groupId, codes: intake } = await fixture.group(messages);
    assert.deepEqual(new Set(intake), new Set(["2000"]));
    await send(groupId);
    assert.deepEqual(
      fixture.sandbox.inbox().map(({ statusCode }) => statusCode),
      codes,
    );
    const told = fixture.events.filter(({ type }) => type === "provider.undelivered");
    assert.deepEqual(
      told.map(({ traceId, details }) => [traceId, "code" in details && details.code]),
      codes.map((code) => [`t-${code}`, code]),
    );
    const { body } = await fixture.call("GET", `/messages/v4/groups/${groupId}`);
    assert.equal((body["count"] as Record<string, number>)["sentFailed"], codes.length);
  });

  it("with a code of Kakao's touch an Alimtalk and leave an SMS alone", async () => {
    assert.deepEqual((await fixture.group([alimtalk("01000001043"), sms("01000001043")])).codes, ["1043", "2000"]);
  });

  it("with a code of the phone's fail the SMS in place of an Alimtalk too", async () => {
    const { groupId } = await fixture.group([alimtalk("01000003043")]);
    await send(groupId);
    const { statusCode, replacement } = fixture.sandbox.inbox()[0]!;
    assert.deepEqual([statusCode, replacement?.statusCode], ["3043", "3043"]);
  });

  it("3000: no result ever comes", async () => {
    const { groupId } = await fixture.group([sms("01000003000"), sms()]);
    await send(groupId);
    assert.deepEqual(
      fixture.sandbox.inbox().map(({ statusCode }) => statusCode),
      ["3000", "4000"],
    );
    const { body } = await fixture.call("GET", `/messages/v4/groups/${groupId}`);
    assert.equal(body["status"], "SENDING");
    assert.equal((await send(groupId)).body["errorCode"], "GroupInProcessing");
  });

  for (const { name, number, when, effect } of scenarios) {
    if (effect.kind !== "answer") continue;
    it(`${number}: ${name} at the send of the group`, async () => {
      const { groupId, codes } = await fixture.group([sms(`0100000${number}`), sms()]);
      assert.deepEqual(codes, ["2000", "2000"]);
      const answer = await send(groupId);
      assert.deepEqual([answer.status, answer.text], [effect.status, effect.body]);
      assert.equal(fixture.sandbox.inbox().length, when === "after" ? 2 : 0);
    });
  }

  for (const [number, inInbox] of [
    ["9013", 0],
    ["9014", 1],
  ] as const) {
    it(`${number}: the connection is reset`, async () => {
      const { groupId } = await fixture.group([sms(`0100000${number}`)]);
      await assert.rejects(send(groupId));
      assert.equal(fixture.sandbox.inbox().length, inInbox);
    });
  }

  it("9016: an Alimtalk is refused with 1043, an SMS is not", async () => {
    assert.deepEqual((await fixture.group([alimtalk("01000009016"), sms("01000009016")])).codes, ["1043", "2000"]);
  });
});
