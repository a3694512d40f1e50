import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { SecretSource } from "../../../src/targets/settings/environmentSettings";
import { createSolapiTarget } from "../../../src/targets/solapi/solapiTarget";
import { recoverCodes } from "../../../src/targets/solapi/recoveredCodes";
import { alimtalk, API_KEY, API_SECRET, SandboxFixture, sms } from "../provider/sandboxFixture";

const keys = (apiSecret = API_SECRET): SecretSource => ({
  get: (name) => Promise.resolve({ solapiApiKey: API_KEY, solapiApiSecret: apiSecret }[name as string]),
});

describe("the Solapi target", () => {
  let fixture: SandboxFixture;
  beforeEach(async () => (fixture = await SandboxFixture.start()));
  afterEach(() => fixture.stop());

  const target = (secrets = keys(), timeoutMs?: number) =>
    createSolapiTarget({ url: `${fixture.sandbox.baseUrl}/` }, secrets, timeoutMs);

  it("reads balance and sender numbers", async () => {
    const { balance, point } = await target().balance();
    assert.deepEqual([balance, point], [10_000_000, 0]);
    assert.deepEqual(await target().senders(), [
      { phoneNumber: "0212345678", status: "ACTIVE" },
      { phoneNumber: "0287654321", status: "INACTIVE" },
    ]);
  });

  it("reads records of a group, of a message and of a time, oldest first, over pages of 500", async () => {
    const from = Date.now();
    const recipients = Array.from({ length: 1_201 }, (_, index) => `0101000${String(index).padStart(4, "0")}`);
    const { groupId } = await fixture.group(
      recipients.map((to) => sms(to)),
      { allowDuplicates: true },
    );
    const to = Date.now();
    await fixture.group([sms()]);
    const ofGroup = await target().messages({ groupId });
    assert.deepEqual(
      ofGroup.map((record) => record.to),
      recipients,
    );
    const lists = fixture.sandbox.requests().filter(({ path }) => path.startsWith("/messages/v4/list"));
    assert.deepEqual(
      lists.map(({ path }) => new URL(path, "http://x").searchParams.get("limit")),
      ["500", "500", "500"],
    );
    const [first] = ofGroup;
    assert.deepEqual(await target().messages({ messageId: first!.messageId }), [first]);
    const { messageId, createdAt, ...rest } = first!;
    assert.match(messageId, /^M4V/);
    assert.ok(createdAt! >= from && createdAt! <= to);
    assert.deepEqual(rest, {
      groupId,
      statusCode: "2000",
      statusMessage: first!.statusMessage,
      to: recipients[0],
      type: "SMS",
    });
    const ofTime = await target().messages({ from, to });
    assert.deepEqual([ofTime.length, ofTime[0]?.messageId], [1_201, messageId]);
    assert.deepEqual(await target().messages({ from: from - 10_000, to: from - 1 }), []);
    assert.deepEqual(await target().messages({ messageId: "M4Vnone" }), []);
  });

  it("asks for days in Korea", async () => {
    const at = Date.parse("2026-03-05T15:30:00Z");
    await target().messages({ from: at, to: at + 1_000 });
    const { path } = fixture.sandbox.requests().at(-1)!;
    const query = new URL(path, "http://x").searchParams;
    assert.deepEqual([query.get("startDate"), query.get("endDate")], ["2026-03-06", "2026-03-07"]);
  });

  it("only ever reads", async () => {
    const looking = target();
    await Promise.all([looking.balance(), looking.senders(), looking.messages({ from: 0, to: Date.now() })]);
    const methods = fixture.sandbox.requests().map(({ method }) => method);
    assert.deepEqual(new Set(methods), new Set(["GET"]));
    assert.deepEqual(fixture.sandbox.inbox(), []);
  });

  describe("tells a refusal with Solapi's words", () => {
    for (const [scenario, status, errorCode] of [
      ["invalid-key", 403, "InvalidAPIKey"],
      ["ip-not-allowed", 403, "Forbidden"],
      ["clock-skew", 403, "RequestTimeTooSkewed"],
      ["rate-limit", 429, "TooManyRequests"],
    ] as const)
      it(errorCode, async () => {
        fixture.sandbox.setScenario(scenario);
        for (const look of [target().balance(), target().senders(), target().messages({ groupId: "G" })])
          await assert.rejects(look, (error: { reason: string; cause: object; nextStep: string }) => {
            assert.equal(error.reason, "provider-refused");
            const { errorMessage, ...cause } = error.cause as { errorMessage: string };
            assert.deepEqual(cause, { status, errorCode });
            assert.match(errorMessage, /[가-힣]/);
            assert.ok(error.nextStep);
            return true;
          });
        assert.equal(fixture.sandbox.requests().length, 3);
      });

    it("for a wrong secret, which stands nowhere in it", async () => {
      const secret = "WRONGSECRET000000000000000000001";
      await assert.rejects(target(keys(secret)).balance(), (error: Error & { cause: { errorCode: string } }) => {
        assert.equal(error.cause.errorCode, "SignatureDoesNotMatch");
        assert.ok(!JSON.stringify([error.message, error.cause]).includes(secret));
        return true;
      });
    });
  });

  it("says that there are no keys, and asks nobody", async () => {
    await assert.rejects(target({ get: () => Promise.resolve(undefined) }).balance(), {
      reason: "provider-keys-missing",
    });
    assert.deepEqual(fixture.sandbox.requests(), []);
  });

  it("waits for no server longer than its limit, and ends with the caller's signal", async () => {
    fixture.sandbox.setScenario("timeout-before-acceptance", "read");
    await assert.rejects(target(keys(), 50).balance(), {
      reason: "provider-unreachable",
      cause: { errorCode: "timed-out", errorMessage: "Solapi did not answer in time (timed out)" },
    });
    const stop = new AbortController();
    const looking = target().balance(stop.signal);
    stop.abort();
    await assert.rejects(looking, { name: "AbortError" });
  });

  it("knows that it is the sandbox, and what would be the real one", () => {
    assert.equal(target().mode, "sandbox");
    assert.equal(createSolapiTarget({ url: "https://api.solapi.com" }, keys()).mode, "live");
    assert.equal(createSolapiTarget({ url: "https://api.solapi.com.example.kr" }, keys()).mode, "sandbox");
  });

  it("recovers the code of an Alimtalk whose reason the backend threw away", async () => {
    fixture.sandbox.setScenario("template-mismatch");
    const { codes } = await fixture.group([alimtalk("01098765432")]);
    fixture.sandbox.clearFaults();
    const row = {
      id: "7",
      sent_at: new Date().toISOString(),
      success: false,
      failure_reason: "메시지 접수에 실패했습니다. 자세한 내용은 failed_messages를 확인하세요.",
      recipient_summary: "0109****",
    };
    const [found, ...others] = await recoverCodes([row, { ...row, id: "8", recipient_summary: "0101****" }], target());
    assert.deepEqual(others, []);
    assert.deepEqual([found?.rowId, found?.statusCode, found?.confidence, found?.candidates], ["7", codes[0], 0.9, 1]);
    assert.deepEqual(codes, ["1043"]);
  });
});

describe("the Solapi target at something that is no Solapi", () => {
  let server: http.Server;
  let answer: { status: number; body: string };
  const paths: string[] = [];
  before(async () => {
    server = http.createServer(({ url = "" }, response) => {
      paths.push(url);
      const isMissing = url === "/senderid/v1/numbers" && answer.status === 404;
      response.writeHead(isMissing || answer.status !== 404 ? answer.status : 200).end(isMissing ? "{}" : answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => paths.splice(0));
  after(() => server.close());

  const target = () =>
    createSolapiTarget({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, keys());

  it("keeps a proxy's page of 150 KB short, without the token in it", async () => {
    answer = { status: 502, body: `<html>Bearer abcdefghijklmnop 01012345678 ${"x".repeat(150_000)}</html>` };
    await assert.rejects(
      target().balance(),
      (error: Error & { cause: { errorCode: string; errorMessage: string } }) => {
        assert.equal(error.cause.errorCode, "HTTP_502");
        assert.ok(error.message.length < 500);
        assert.doesNotMatch(JSON.stringify([error.message, error.cause]), /abcdefghijklmnop|01012345678/);
        return true;
      },
    );
  });

  it("says that an answer cannot be read", async () => {
    for (const body of ["<html>", "{}", '{"balance": "much"}', "null", ""]) {
      answer = { status: 200, body };
      await assert.rejects(target().balance(), { reason: "provider-unreadable" });
    }
  });

  it("takes sender numbers as objects and as strings, from either endpoint", async () => {
    const senders = [
      { phoneNumber: "0212345678", status: "ACTIVE" },
      { phoneNumber: "0312345678", status: "PENDING" },
    ];
    answer = { status: 200, body: JSON.stringify(["02-1234-5678", senders[1]]) };
    assert.deepEqual(await target().senders(), senders);
    answer = { status: 404, body: JSON.stringify(["0212345678"]) };
    paths.splice(0);
    assert.deepEqual(await target().senders(), [senders[0]]);
    assert.deepEqual(paths, ["/senderid/v1/numbers", "/senderid/v1/numbers/active"]);
  });

  it("takes a message of a type that nobody knows yet", async () => {
    const message = {
      type: "HOLOGRAM",
      statusCode: "4000",
      to: ["010-1234-5678"],
      dateCreated: "2026-03-05T01:00:00Z",
    };
    answer = { status: 200, body: JSON.stringify({ messageList: { M1: message }, nextKey: null }) };
    const createdAt = Date.parse(message.dateCreated);
    assert.deepEqual(await target().messages({ groupId: "G" }), [
      { messageId: "M1", statusCode: "4000", to: "01012345678", type: "HOLOGRAM", createdAt },
    ]);
  });

  it("stops at the first page that is older than the span, where the newest come first", async () => {
    const from = Date.parse("2026-03-05T01:00:00Z");
    const pages = [from + 2, from + 1, from - 1, from - 2].map((at) => ({
      messageList: { [`M${at}`]: { dateCreated: new Date(at).toISOString() } },
      nextKey: `before-${at}`,
    }));
    answer = {
      status: 200,
      get body() {
        return JSON.stringify(pages[paths.length - 1]);
      },
    };
    const found = await target().messages({ from, to: from + 10 });
    assert.deepEqual(
      found.map(({ createdAt }) => createdAt),
      [from + 1, from + 2],
    );
    assert.equal(paths.length, 3);
  });

  it("reads no list that has no end", async () => {
    let key = 0;
    answer = {
      status: 200,
      get body() {
        key += 1;
        return JSON.stringify({ messageList: {}, nextKey: `k${key}` });
      },
    };
    await assert.rejects(target().messages({ groupId: "G" }), { reason: "provider-too-many" });
  });
});
