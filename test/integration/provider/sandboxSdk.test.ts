import assert from "node:assert/strict";
import { SandboxFixture, SENDER, TO, CHANNEL, TEMPLATE, alimtalk, sms, publishedSdk } from "./sandboxFixture";

interface SdkError {
  _tag?: string;
  errorCode?: string;
  httpStatus?: number;
  failedMessageList?: { statusCode: string }[];
}

async function errorOf(promise: Promise<unknown>): Promise<SdkError> {
  try {
    await promise;
  } catch (error) {
    return error as SdkError;
  }
  assert.fail("the SDK reported success");
}

describe("Solapi sandbox with the unmodified SDK", () => {
  let fixture: SandboxFixture;

  before(async () => {
    await publishedSdk();
  });
  beforeEach(async () => {
    fixture = await SandboxFixture.start();
  });
  afterEach(() => fixture.stop());

  it("sends a group in two steps and tells its state in a form that the SDK's strict schemas accept", async () => {
    const sdk = await fixture.sdk();
    const groupId = await sdk.createGroup(true);
    const { resultList } = await sdk.addMessagesToGroup(groupId, [
      { ...sms(), customFields: { traceId: "t-1" } },
      sms("01087654321", "가".repeat(60)),
    ]);
    assert.deepEqual(
      resultList.map(({ statusCode, type, country }) => ({ statusCode, type, country })),
      [
        { statusCode: "2000", type: "SMS", country: "82" },
        { statusCode: "2000", type: "LMS", country: "82" },
      ],
    );
    assert.equal((await sdk.getGroup(groupId)).status, "PENDING");
    assert.deepEqual(fixture.sandbox.inbox(), []);
    assert.equal((await sdk.sendGroup(groupId)).status, "SENDING");

    const group = await sdk.getGroup(groupId);
    assert.equal(group.status, "COMPLETE");
    assert.equal(group.count.sentSuccess, 2);
    assert.deepEqual(group.countForCharge.lms, { "82": 1 });
    assert.equal(group.balance.sum, 70);
    const { messageList } = await sdk.getGroupMessages(groupId);
    assert.deepEqual(
      Object.values(messageList).map(({ statusCode, status }) => [statusCode, status]),
      [
        ["4000", "COMPLETE"],
        ["4000", "COMPLETE"],
      ],
    );
    assert.deepEqual(Object.keys((await sdk.getGroups({ groupId })).groupList), [groupId]);

    const [message] = fixture.sandbox.inbox({ traceId: "t-1" });
    const { at, messageId, ...rest } = message!;
    assert.ok(at > 0 && /^M4V\d{14}[0-9A-Z]{15}$/.test(messageId));
    assert.deepEqual(rest, {
      to: TO,
      from: SENDER,
      type: "SMS",
      text: "테스트",
      subject: null,
      bytes: 6,
      groupId,
      traceId: "t-1",
      statusCode: "4000",
    });
    const delivered = await fixture.event(({ type }) => type === "provider.delivered");
    assert.equal(delivered.traceId, "t-1");
    assert.deepEqual(delivered.details, { groupId, providerMessageId: messageId, code: "4000" });
  });

  it("answers a second send of a group with 409, and sends nothing twice", async () => {
    const sdk = await fixture.sdk();
    const groupId = await sdk.createGroup(true);
    await sdk.addMessagesToGroup(groupId, [sms()]);
    await sdk.sendGroup(groupId);
    const { httpStatus, errorCode } = await errorOf(sdk.sendGroup(groupId));
    assert.deepEqual({ httpStatus, errorCode }, { httpStatus: 409, errorCode: "AlreadySent" });
    assert.equal(fixture.sandbox.inbox().length, 1);
  });

  it("sends in one step, with what was refused beside what was taken", async () => {
    const sdk = await fixture.sdk();
    const answer = await sdk.send([sms(), { ...sms("01087654321"), from: "0299999999" }], { showMessageList: true });
    assert.deepEqual(
      answer.failedMessageList.map(({ statusCode, to }) => [statusCode, to]),
      [["1062", "01087654321"]],
    );
    assert.equal(answer.messageList?.length, 2);
    assert.equal(answer.groupInfo.count.registeredSuccess, 1);
    assert.equal(fixture.sandbox.inbox().length, 1);

    const { _tag, failedMessageList } = await errorOf(sdk.send({ ...sms(), from: "0287654321" }));
    assert.equal(_tag, "MessageNotReceivedError");
    assert.deepEqual(
      failedMessageList!.map(({ statusCode }) => statusCode),
      ["1062"],
    );
    assert.equal(fixture.sandbox.inbox().length, 1);
  });

  it("gives balance, channels and templates", async () => {
    const sdk = await fixture.sdk();
    assert.equal((await sdk.getBalance()).balance, 10_000_000);
    await sdk.send(sms());
    assert.equal((await sdk.getBalance()).balance, 10_000_000 - 20);
    const { channelList } = await sdk.getKakaoChannels();
    assert.deepEqual(
      channelList.map(({ channelId }) => channelId),
      [CHANNEL],
    );
    assert.equal((await sdk.getKakaoAlimtalkTemplates()).templateList.length, 2);
    const template = await sdk.getKakaoAlimtalkTemplate(TEMPLATE);
    assert.equal(template.status, "APPROVED");
    assert.deepEqual(template.variables, [{ name: "#{student_name_3}" }, { name: "#{site_link}" }]);
  });

  it("renders an Alimtalk from its template, and replaces it by an SMS where KakaoTalk cannot deliver", async () => {
    const sdk = await fixture.sdk();
    await sdk.send([alimtalk() as never, alimtalk("01000003104") as never]);
    const [delivered, replaced] = fixture.sandbox.inbox();
    assert.equal(delivered!.type, "ATA");
    assert.equal(delivered!.text, "[학원플러스] 김민준 학생이 등원했습니다.\n자세히: https://hakwonplus.example");
    assert.deepEqual(delivered!.kakao!.variables["#{student_name_3}"], "김민준");
    assert.equal(delivered!.replacement, undefined);
    assert.equal(replaced!.statusCode, "3104");
    const { at, ...replacement } = replaced!.replacement!;
    assert.ok(at > 0);
    const text = "[학원플러스] 김민준 학생이 등원했습니다.";
    assert.deepEqual(replacement, { type: "SMS", text, bytes: 40, statusCode: "4000" });
    const { messageList } = await sdk.getMessages({ to: "01000003104" });
    const [listed] = Object.values(messageList);
    assert.deepEqual([listed!.type, listed!.replacement, listed!.statusCode], ["SMS", true, "4000"]);
  });

  it("pages the message list by nextKey and filters it", async () => {
    const sdk = await fixture.sdk();
    const recipients = Array.from({ length: 7 }, (_, index) => `0101234000${index}`);
    await sdk.send(recipients.map((to) => sms(to)));
    const seen: string[] = [];
    let startKey: string | undefined;
    do {
      const page = await sdk.getMessages({ limit: 3, ...(startKey && { startKey }) });
      seen.push(...Object.values(page.messageList).map(({ to }) => String(to)));
      startKey = page.nextKey ?? undefined;
    } while (startKey);
    assert.deepEqual(seen, recipients.toReversed());
    const { messageId } = fixture.sandbox.inbox({ to: recipients[2]! })[0]!;
    assert.deepEqual(Object.keys((await sdk.getMessages({ messageId })).messageList), [messageId]);
    assert.deepEqual((await sdk.getMessages({ startDate: "2001-01-01", endDate: "2001-01-02" })).messageList, {});
    const today = new Date().toISOString();
    assert.equal(Object.keys((await sdk.getMessages({ startDate: today.slice(0, 10) })).messageList).length, 7);
    assert.equal((await errorOf(sdk.getMessages({ limit: 501 }))).errorCode, "ValidationError");
  });

  it("removes messages and groups that were not sent", async () => {
    const sdk = await fixture.sdk();
    const groupId = await sdk.createGroup(true);
    const { resultList } = await sdk.addMessagesToGroup(groupId, [sms(), sms("01087654321")]);
    const removed = await sdk.removeGroupMessages(groupId, [resultList[0]!.messageId]);
    assert.deepEqual([removed.errorCount, removed.resultList[0]!.resultCode], [0, "Success"]);
    assert.equal((await sdk.getGroup(groupId)).count.total, 1);
    assert.equal((await sdk.removeGroup(groupId)).status, "DELETED");
    assert.equal((await errorOf(sdk.sendGroup(groupId))).errorCode, "DeletedGroup");
    assert.deepEqual(fixture.sandbox.inbox(), []);
  });

  describe("scenarios", () => {
    const refused: [scenario: string, httpStatus: number, errorCode: string][] = [
      ["invalid-key", 403, "InvalidAPIKey"],
      ["wrong-signature", 403, "SignatureDoesNotMatch"],
      ["clock-skew", 403, "RequestTimeTooSkewed"],
      ["ip-not-allowed", 403, "Forbidden"],
      ["balance", 402, "NotEnoughBalance"],
      ["quota", 400, "QuotaExceeded"],
      // The body names it `message`, which the SDK does not read.
      ["rate-limit", 429, "HTTP_429"],
      ["server-error-json", 500, "UnknownError"],
      ["server-error-html", 502, "HTTP_502"],
    ];
    for (const [scenario, status, code] of refused) {
      it(`${scenario}: ${status} ${code}, nothing is sent`, async () => {
        const sdk = await fixture.sdk();
        fixture.sandbox.setScenario(scenario);
        const { httpStatus, errorCode } = await errorOf(sdk.send(sms()));
        assert.deepEqual({ httpStatus, errorCode }, { httpStatus: status, errorCode: code });
        assert.deepEqual(fixture.sandbox.inbox(), []);
        assert.equal(fixture.sandbox.requests().at(-1)!.scenario, scenario);
        fixture.sandbox.setScenario(undefined);
        await sdk.send(sms());
        assert.equal(fixture.sandbox.inbox().length, 1);
      });
    }

    it("service-unavailable: the SDK posts four times, and nothing is sent", async () => {
      const sdk = await fixture.sdk();
      fixture.sandbox.setScenario("service-unavailable");
      assert.equal((await errorOf(sdk.send(sms()))).errorCode, "RequestFailedAfterRetryError");
      assert.deepEqual(
        fixture.sandbox.requests().map(({ status }) => status),
        [503, 503, 503, 503],
      );
      assert.deepEqual(fixture.sandbox.inbox(), []);
    });

    it("reset-before-acceptance: the SDK posts again, and what it sends then arrives once", async () => {
      const sdk = await fixture.sdk();
      fixture.sandbox.setFault({ scenario: "reset-before-acceptance" });
      await sdk.send(sms());
      assert.deepEqual(
        fixture.sandbox.requests().map(({ status }) => status),
        [undefined, 200],
      );
      assert.equal(fixture.sandbox.inbox().length, 1);
    });

    it("reset-after-acceptance: in one step the SDK's own retry sends a second SMS", async () => {
      const sdk = await fixture.sdk();
      fixture.sandbox.setFault({ scenario: "reset-after-acceptance" });
      await sdk.send(sms());
      assert.equal(fixture.sandbox.inbox().length, 2);
    });

    it("reset-after-acceptance: in two steps the retry meets 409, and the SMS arrives once", async () => {
      const sdk = await fixture.sdk();
      const groupId = await sdk.createGroup(true);
      await sdk.addMessagesToGroup(groupId, [sms()]);
      fixture.sandbox.setFault({ scenario: "reset-after-acceptance" });
      assert.equal((await errorOf(sdk.sendGroup(groupId))).httpStatus, 409);
      assert.equal(fixture.sandbox.inbox().length, 1);
    });

    it("unparsable-200: the SDK says ParseError although the SMS was sent", async () => {
      const sdk = await fixture.sdk();
      fixture.sandbox.setScenario("unparsable-200");
      assert.equal((await errorOf(sdk.send(sms()))).errorCode, "ParseError");
      assert.equal(fixture.sandbox.inbox().length, 1);
    });

    it("server-error-after-acceptance: 500 although the SMS was sent", async () => {
      const sdk = await fixture.sdk();
      fixture.sandbox.setScenario("server-error-after-acceptance");
      assert.equal((await errorOf(sdk.send(sms()))).httpStatus, 500);
      assert.equal(fixture.sandbox.inbox().length, 1);
    });

    for (const when of ["before", "after"] as const) {
      it(`timeout-${when}-acceptance: no answer ever, and ${when === "after" ? "one SMS" : "nothing sent"}`, async () => {
        const sdk = await fixture.sdk();
        fixture.sandbox.setScenario(`timeout-${when}-acceptance`);
        let answered = false;
        const entered = new Promise<void>((resolve) => fixture.sandbox.onInbox(() => resolve()));
        const sending = sdk.send(sms()).then(
          () => (answered = true),
          () => undefined,
        );
        // Other requests are answered meanwhile; the one that met the scenario is kept waiting.
        if (when === "after") await entered;
        while (!fixture.sandbox.requests().some(({ scenario }) => scenario))
          await fixture.call("GET", "/cash/v1/balance");
        assert.equal(answered, false);
        assert.equal(fixture.sandbox.inbox().length, when === "after" ? 1 : 0);
        // Only the end of the sandbox ends the wait; the SDK then finds nobody to try again with.
        await fixture.sandbox.stop();
        await sending;
        assert.equal(answered, false);
      });
    }

    it("template-mismatch: the Alimtalk is refused with 1043, an SMS is not", async () => {
      const sdk = await fixture.sdk();
      fixture.sandbox.setScenario("template-mismatch");
      const { failedMessageList } = await sdk.send([alimtalk() as never, sms("01087654321")]);
      assert.deepEqual(
        failedMessageList.map(({ statusCode }) => statusCode),
        ["1043"],
      );
      assert.deepEqual(
        fixture.sandbox.inbox().map(({ type }) => type),
        ["SMS"],
      );
    });

    it("a scenario can be held to one step", async () => {
      const sdk = await fixture.sdk();
      fixture.sandbox.setScenario("invalid-key", "add");
      const groupId = await sdk.createGroup(true);
      assert.equal((await errorOf(sdk.addMessagesToGroup(groupId, [sms()]))).errorCode, "InvalidAPIKey");
      assert.equal((await sdk.getGroup(groupId)).status, "PENDING");
    });
  });
});
