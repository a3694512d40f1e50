import assert from "node:assert/strict";
import net from "node:net";
import { API_KEY, SENDER, SandboxFixture, TO, alimtalk, authorization, sms, type Signing } from "./sandboxFixture";

const BALANCE = "/cash/v1/balance";

describe("Solapi sandbox", () => {
  let fixture: SandboxFixture;

  beforeEach(async () => {
    fixture = await SandboxFixture.start();
  });
  afterEach(() => fixture.stop());

  const send = (groupId: string) => fixture.call("POST", `/messages/v4/groups/${groupId}/send`);

  describe("authorization", () => {
    const minutes = (number: number): string => new Date(Date.now() + number * 60_000).toISOString();
    // Dates are made when their test runs: the suite before it may have taken minutes.
    const cases: [what: string, signing: () => Signing, status: number, errorCode: string | undefined][] = [
      ["a right signature", () => ({}), 200, undefined],
      ["a clock 14 minutes behind", () => ({ date: minutes(-14) }), 200, undefined],
      ["a clock 14 minutes ahead", () => ({ date: minutes(14) }), 200, undefined],
      [
        "a date with an offset",
        () => ({ date: `${new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00` }),
        200,
        undefined,
      ],
      ["a clock 16 minutes behind", () => ({ date: minutes(-16) }), 403, "RequestTimeTooSkewed"],
      ["a clock 16 minutes ahead", () => ({ date: minutes(16) }), 403, "RequestTimeTooSkewed"],
      ["a wrong key", () => ({ apiKey: "NCSWRONG" }), 403, "InvalidAPIKey"],
      ["a wrong secret", () => ({ apiSecret: "WRONG" }), 403, "SignatureDoesNotMatch"],
      ["a salt of 11 bytes", () => ({ salt: "12345678901" }), 401, "Unauthorized"],
      ["a salt of 65 bytes", () => ({ salt: "1".repeat(65) }), 401, "Unauthorized"],
      ["a date that is none", () => ({ date: "yesterday" }), 401, "Unauthorized"],
    ];
    for (const [what, signing, status, errorCode] of cases) {
      it(`${what}: ${status} ${errorCode ?? ""}`, async () => {
        const answer = await fixture.call("GET", BALANCE, undefined, { authorization: authorization(signing()) });
        assert.equal(answer.status, status);
        assert.equal(answer.body["errorCode"], errorCode);
      });
    }

    it("takes a signature once, and again when its time is over", async () => {
      const header = { authorization: authorization({ date: new Date(Date.now() + 10 * 60_000).toISOString() }) };
      assert.equal((await fixture.call("GET", BALANCE, undefined, header)).status, 200);
      const again = await fixture.call("GET", BALANCE, undefined, header);
      assert.deepEqual([again.status, again.body["errorCode"]], [403, "DuplicatedSignature"]);
      fixture.aheadMs = 16 * 60_000;
      assert.equal((await fixture.call("GET", BALANCE, undefined, header)).status, 200);
    });

    it("takes the header as the Python SDK writes it: ApiKey, Date, microseconds", async () => {
      const date = new Date().toISOString().replace("Z", "123+00:00");
      const header = authorization({ date }).replace("apiKey=", "ApiKey=").replace("date=", "Date=");
      assert.equal((await fixture.call("GET", BALANCE, undefined, { authorization: header })).status, 200);
    });

    it("refuses a request without the header, or with another scheme", async () => {
      for (const value of ["", `Bearer ${API_KEY}`, "HMAC-SHA256 apiKey"]) {
        const answer = await fixture.call("GET", BALANCE, undefined, { authorization: value });
        assert.deepEqual([answer.status, answer.body["errorCode"]], [401, "Unauthorized"]);
      }
    });

    it("refuses an address that is not on the key's list, and names it", async () => {
      fixture.sandbox.configure({ allowedIps: ["203.0.113.7"] });
      const answer = await fixture.call("GET", BALANCE);
      assert.deepEqual([answer.status, answer.body["errorCode"]], [403, "Forbidden"]);
      assert.match(String(answer.body["errorMessage"]), /허용되지 않은 IP\(127\.0\.0\.1\)/);
    });
  });

  describe("intake", () => {
    const cases: [what: string, message: object, code: string][] = [
      ["an SMS of 90 bytes", { ...sms(TO, "가".repeat(45)), type: "SMS" }, "2000"],
      ["an SMS of 91 bytes", { ...sms(TO, `${"가".repeat(45)}a`), type: "SMS" }, "1031"],
      ["an LMS of 2,000 bytes", sms(TO, "가".repeat(1000)), "2000"],
      ["an LMS of 2,001 bytes", sms(TO, `${"가".repeat(1000)}a`), "1031"],
      ["an LMS without a subject", { ...sms(), type: "LMS" }, "2000"],
      ["a type in lower case", { ...sms(), type: "lms" }, "2000"],
      ["an emoji", sms(TO, "안녕 😀"), "1029"],
      ["a syllable that only CP949 has", sms(TO, "똠방각하"), "1029"],
      ["a control character", sms(TO, "a\u0007"), "1028"],
      ["no text", sms(TO, ""), "1010"],
      ["no recipient", { ...sms(), to: "" }, "1010"],
      ["no sender", { to: TO, text: "a" }, "1010"],
      ["a recipient of 7 digits", sms("0101234"), "1011"],
      ["a recipient with letters", sms("0101234567a"), "1011"],
      ["a recipient with dashes", sms("010-1234-5678"), "2000"],
      ["a subject on an SMS", { ...sms(), type: "SMS", subject: "제목" }, "1013"],
      ["a subject of 40 bytes", { ...sms(), subject: "가".repeat(20) }, "2000"],
      ["a subject of 41 bytes", { ...sms(), subject: `${"가".repeat(20)}a` }, "1014"],
      ["a type that is none", { ...sms(), type: "FOO" }, "1025"],
      ["a type without a route here", { ...sms(), type: "CTA" }, "1058"],
      ["a custom field that is no text", { ...sms(), customFields: { a: 1 } }, "1032"],
      ["a custom field of 101 characters", { ...sms(), customFields: { a: "x".repeat(101) } }, "1032"],
      ["a sender that is not registered", { ...sms(), from: "0299999999" }, "1062"],
      ["a sender that is not active", { ...sms(), from: "0287654321" }, "1062"],
      ["kakaoOptions with an SMS", { ...alimtalk(), type: "SMS" }, "1033"],
      ["an Alimtalk", alimtalk(), "2000"],
    ];
    for (const [what, message, code] of cases) {
      it(`${what}: ${code}`, async () => {
        assert.deepEqual((await fixture.group([message])).codes, [code]);
      });
    }

    const kakao = (change: object, text?: string): object => {
      const base = alimtalk() as { kakaoOptions: object };
      return { ...base, ...(text !== undefined && { text }), kakaoOptions: { ...base.kakaoOptions, ...change } };
    };
    const fitting = "[학원플러스] 이서연 학생이 등원했습니다.\n자세히: https://a.example";
    const kakaoCases: [what: string, message: object, code: string][] = [
      ["a channel that is not known", kakao({ pfId: "KA01PFnone" }), "1041"],
      ["a template that is not known", kakao({ templateId: "KA01TPnone" }), "1042"],
      ["a template that is not approved", kakao({ templateId: "KA01TP260305010000000homework001" }), "1042"],
      ["a finished text that fits the template", kakao({ variables: {} }, fitting), "2000"],
      ["a finished text that differs", kakao({ variables: {} }, `${fitting}!`.replace("등원", "하원")), "1043"],
      [
        "over 1,000 characters",
        kakao({ variables: { "#{student_name_3}": "가".repeat(1000), "#{site_link}": "b" } }),
        "1031",
      ],
    ];
    for (const [what, message, code] of kakaoCases) {
      it(`Alimtalk, ${what}: ${code}`, async () => {
        assert.deepEqual((await fixture.group([message])).codes, [code]);
      });
    }

    it("needs a registered sender for an Alimtalk only where an SMS may take its place", async () => {
      const from = "0299999999";
      const messages = [
        { ...alimtalk(TO, true), from },
        { ...alimtalk("01087654321"), from },
      ];
      assert.deepEqual((await fixture.group(messages)).codes, ["2000", "1062"]);
    });

    it("finds out only after acceptance that a variable is missing", async () => {
      const { groupId, codes } = await fixture.group([
        kakao({ variables: { "#{student_name_3}": "김민준" }, disableSms: true }),
      ]);
      assert.deepEqual(codes, ["2000"]);
      await send(groupId);
      assert.equal(fixture.sandbox.inbox()[0]!.statusCode, "3063");
    });

    it("refuses a recipient twice in a group unless the group allows it", async () => {
      assert.deepEqual((await fixture.group([sms(), sms()])).codes, ["2000", "1026"]);
      assert.deepEqual((await fixture.group([sms(), sms()], { allowDuplicates: true })).codes, ["2000", "2000"]);
    });

    it("remembers a group's recipients from one request to the next", async () => {
      const { groupId } = await fixture.group([sms()]);
      const { body } = await fixture.call("PUT", `/messages/v4/groups/${groupId}/messages`, { messages: [sms()] });
      assert.equal((body["resultList"] as { statusCode: string }[])[0]!.statusCode, "1026");
    });

    it("makes a message of each recipient of a list", async () => {
      const { codes } = await fixture.group([{ ...sms(), to: [TO, "01087654321"] }]);
      assert.deepEqual(codes, ["2000", "2000"]);
    });

    it("takes 10,000 messages a request and no more", async () => {
      const to = Array.from({ length: 10_001 }, (_, index) => `010${String(index).padStart(8, "1")}`);
      const { groupId } = await fixture.group([sms()]);
      const url = `/messages/v4/groups/${groupId}/messages`;
      const refused = await fixture.call("PUT", url, { messages: [{ ...sms(), to }] });
      assert.deepEqual([refused.status, refused.body["errorCode"]], [413, "RecipientsTooMany"]);
      const taken = await fixture.call("PUT", url, { messages: [{ ...sms(), to: to.slice(1) }] });
      assert.equal((taken.body["resultList"] as unknown[]).length, 10_000);
    });
  });

  describe("account", () => {
    it("refuses a message that the balance cannot pay with 1030, and a group with 402", async () => {
      fixture.sandbox.configure({ balance: 30 });
      const { groupId } = await fixture.group([sms(), sms("01087654321")]);
      const answer = await send(groupId);
      assert.deepEqual([answer.status, answer.body["errorCode"]], [402, "NotEnoughBalance"]);
      assert.deepEqual(fixture.sandbox.inbox(), []);
      assert.deepEqual((await fixture.group([sms(TO, "가".repeat(50))])).codes, ["1030"]);
      fixture.sandbox.configure({ balance: 40 });
      assert.equal((await send(groupId)).status, 200, "the group was still waiting");
      assert.equal(fixture.sandbox.balance(), 0);
    });

    it("gives the price of a failed message back", async () => {
      const { groupId } = await fixture.group([sms("01000003043"), sms()]);
      await send(groupId);
      assert.equal(fixture.sandbox.balance(), 10_000_000 - 20);
    });

    it("keeps to the quota of a day, in Korea", async () => {
      fixture.sandbox.configure({ quotaPerDay: 1 });
      await send((await fixture.group([sms()])).groupId);
      const { groupId } = await fixture.group([sms()]);
      const answer = await send(groupId);
      assert.deepEqual([answer.status, answer.body["errorCode"]], [400, "QuotaExceeded"]);
      fixture.aheadMs = 24 * 3_600_000;
      const { body } = await fixture.call("POST", `/messages/v4/groups/${groupId}/send`, undefined, {
        authorization: authorization({ date: new Date(Date.now() + fixture.aheadMs).toISOString() }),
      });
      assert.equal(body["status"], "SENDING");
    });

    it("refuses more requests a second than are allowed, with Solapi's odd body", async () => {
      fixture.aheadMs = -(Date.now() % 1000); // the whole test in one second of the sandbox's
      fixture.sandbox.configure({ requestsPerSecond: 2 });
      const answers = [];
      for (let request = 0; request < 8; request++) answers.push(await fixture.call("GET", BALANCE));
      const refused = answers.find(({ status }) => status === 429);
      assert.deepEqual(Object.keys(refused!.body), ["errorCode", "message"]);
      assert.equal(answers[0]!.status, 200);
    });

    it("lists sender numbers, and the active ones as plain text", async () => {
      const { body } = await fixture.call("GET", "/senderid/v1/numbers");
      const senders = body["senderIds"] as { phoneNumber: string; status: string; expireAt: string }[];
      assert.deepEqual(
        senders.map(({ phoneNumber, status }) => [phoneNumber, status]),
        [
          [SENDER, "ACTIVE"],
          ["0287654321", "INACTIVE"],
        ],
      );
      assert.equal((await fixture.call("GET", "/senderid/v1/numbers/active")).text, `["${SENDER}"]`);
      fixture.sandbox.configure({ senders: [{ phoneNumber: "01000000000", status: "ACTIVE" }] });
      assert.deepEqual((await fixture.group([sms()])).codes, ["1062"]);
      assert.throws(() => fixture.sandbox.configure({ balance: -1 }), /balance/);
    });
  });

  it("plays a fault at the n-th call of a path only, and so many times", async () => {
    fixture.sandbox.setFault({ scenario: "server-error-json", path: "/cash/", nthCall: 2, times: 2 });
    const statuses: number[] = [];
    for (let call = 0; call < 5; call++) {
      statuses.push((await fixture.call("GET", BALANCE)).status);
      await fixture.call("GET", "/senderid/v1/numbers");
    }
    assert.deepEqual(statuses, [200, 500, 500, 200, 200]);
    assert.deepEqual(fixture.sandbox.faults(), []);
    assert.throws(() => fixture.sandbox.setScenario("no-such"), /no scenario/);
  });

  it("many sends of one group at once put its messages into the inbox once", async () => {
    const { groupId } = await fixture.group(Array.from({ length: 50 }, (_, index) => sms(`0101234${1000 + index}`)));
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(groupId)));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, ...Array<number>(19).fill(409)]);
    assert.equal(fixture.sandbox.inbox().length, 50);
    assert.equal(fixture.sandbox.balance(), 10_000_000 - 50 * 20);
  });

  it("a lost reply is resolved by asking for the group", async () => {
    const { groupId } = await fixture.group([sms("01000009014")]);
    await assert.rejects(send(groupId));
    const { body } = await fixture.call("GET", `/messages/v4/groups/${groupId}`);
    assert.equal(body["status"], "COMPLETE");
    assert.equal((await send(groupId)).status, 409);
    assert.equal(fixture.sandbox.inbox().length, 1);
  });

  it("keeps groups and inbox over a restart, and gives results that were due", async () => {
    await fixture.sandbox.stop();
    await fixture.startSandbox({ carrierDelayMs: 3_600_000 });
    const sent = await fixture.group([{ ...sms(), customFields: { traceId: "t-sent" } }]);
    const waiting = await fixture.group([sms("01087654321")]);
    await send(sent.groupId);
    assert.equal(fixture.sandbox.inbox()[0]!.statusCode, "3000");
    await fixture.sandbox.stop();
    fixture.aheadMs = 3_600_000;
    const signed = { authorization: authorization({ date: new Date(Date.now() + fixture.aheadMs).toISOString() }) };
    await fixture.startSandbox();
    const result = await fixture.event(({ traceId }) => traceId === "t-sent");
    assert.equal(result.type, "provider.delivered");
    assert.equal(fixture.sandbox.inbox({ traceId: "t-sent" })[0]!.statusCode, "4000");
    const again = await fixture.call("POST", `/messages/v4/groups/${sent.groupId}/send`, undefined, signed);
    assert.equal(again.status, 409);
    const late = await fixture.call("POST", `/messages/v4/groups/${waiting.groupId}/send`, undefined, {
      authorization: authorization({ date: new Date(Date.now() + fixture.aheadMs).toISOString() }),
    });
    assert.equal(late.status, 200);
    assert.equal(fixture.sandbox.inbox().length, 2);
  });

  it("tells of a message when it enters the inbox and when its result comes, whatever a listener does", async () => {
    const told: string[] = [];
    fixture.sandbox.onInbox(() => {
      throw new Error("a listener's own fault");
    });
    const off = fixture.sandbox.onInbox(({ statusCode }) => told.push(statusCode));
    await send((await fixture.group([sms()])).groupId);
    off();
    await send((await fixture.group([sms()])).groupId);
    assert.deepEqual(told, ["3000", "4000"]);
    assert.match(fixture.logged.join("\n"), /a listener's own fault/);
  });

  it("answers bad input with Solapi's codes, never with a crash", async () => {
    const { groupId } = await fixture.group([sms()]);
    const cases: [method: string, url: string, body: unknown, status: number, errorCode: string][] = [
      ["PUT", `/messages/v4/groups/${groupId}/messages`, "{", 400, "ValidationError"],
      ["PUT", `/messages/v4/groups/${groupId}/messages`, {}, 400, "ValidationError"],
      ["PUT", `/messages/v4/groups/${groupId}/messages`, "[1]", 400, "ValidationError"],
      ["POST", "/messages/v4/send-many/detail", { messages: "x" }, 400, "ValidationError"],
      ["POST", "/messages/v4/send", {}, 400, "ValidationError"],
      ["GET", "/messages/v4/groups/nonsense", undefined, 400, "ValidationError"],
      ["GET", "/messages/v4/groups/G4V20260305100000ABCDEFGHIJKLMNO", undefined, 404, "ResourceNotFound"],
      ["GET", "/messages/v4/list?startDate=yesterday", undefined, 400, "ValidationError"],
      ["GET", "/messages/v4/list?criteria=text&value=a", undefined, 400, "ValidationError"],
      ["GET", "/messages/v5/list", undefined, 404, "ResourceNotFound"],
      [
        "PUT",
        `/messages/v4/groups/${groupId}/messages`,
        `{"a":"${"x".repeat(15 * 1024 * 1024)}"}`,
        413,
        "PayloadTooLarge",
      ],
    ];
    for (const [method, url, body, status, errorCode] of cases) {
      const answer = await fixture.call(method, url, body);
      assert.deepEqual([answer.status, answer.body["errorCode"]], [status, errorCode], `${method} ${url}`);
    }
    const odd = await fixture.group([{ to: 1, from: null, text: [], kakaoOptions: "x", customFields: [] }]);
    assert.deepEqual(odd.codes, ["1010"]);
    const { groupId: empty } = await fixture.group([sms("01000001062")]);
    assert.equal((await send(empty)).body["errorCode"], "MessagesNotFound");
  });

  it("answers a send with every field that the Python SDK's strict models ask for", async () => {
    const messages = [sms(), sms("01000001062")];
    const { body } = await fixture.call("POST", "/messages/v4/send-many/detail", { messages });
    const group = body["groupInfo"] as Record<string, Record<string, unknown>>;
    const has = (value: unknown, type: string, names: string): void => {
      for (const name of names.split(" ")) assert.equal(typeof (value as Record<string, unknown>)[name], type, name);
    };
    const kinds = "sms lms mms ata cta cti nsa rcs_sms rcs_lms rcs_mms rcs_tpl rcs_itpl rcs_ltpl fax voice";
    has(group["count"], "number", "total sentTotal sentSuccess sentPending sentReplacement refund");
    has(group["count"], "number", "sentFailed registeredFailed registeredSuccess");
    has(group["countForCharge"], "object", kinds);
    has(group["balance"], "number", "requested replacement refund sum");
    has(group["point"], "number", "requested replacement refund sum");
    has(group["app"]!["profit"], "number", kinds);
    has(group["price"]!["82"], "number", kinds);
    has(group, "boolean", "allowDuplicates isRefunded");
    has(group, "string", "status accountId apiVersion groupId dateCreated dateUpdated dateSent");
    for (const name of ["masterAccountId", "scheduledDate", "dateCompleted"]) assert.equal(group[name], null, name);
    assert.ok(Array.isArray(group["log"]));
    const [failed] = body["failedMessageList"] as object[];
    has(failed, "string", "to from type statusMessage country messageId statusCode accountId");
  });

  it("sends one message through /send, refused ones told by status code or, if strict, by an error", async () => {
    const sent = await fixture.call("POST", "/messages/v4/send", { message: sms() });
    assert.deepEqual([sent.status, sent.body["statusCode"]], [200, "2000"]);
    const refused = await fixture.call("POST", "/messages/v4/send", { message: sms("01000001062") });
    assert.deepEqual([refused.status, refused.body["statusCode"]], [200, "1062"]);
    const strict = await fixture.call("POST", "/messages/v4/send", { message: sms("01000001062"), strict: true });
    assert.deepEqual([strict.status, strict.body["errorCode"]], [400, "InvalidStatusCode"]);
    assert.equal(fixture.sandbox.inbox().length, 1);
  });

  it("takes another port where the preferred one is in use, and says so", async () => {
    const other = net.createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, "127.0.0.1", () => resolve((other.address() as net.AddressInfo).port)),
    );
    try {
      await fixture.sandbox.stop();
      await fixture.startSandbox({ port });
      assert.notEqual(fixture.sandbox.port, port);
      assert.match(fixture.logged.join("\n"), new RegExp(`Port ${port} is in use.*${fixture.sandbox.port}`));
      assert.equal((await fixture.call("GET", BALANCE)).status, 200);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it("runs without a folder, in memory", async () => {
    await fixture.sandbox.stop();
    await fixture.startSandbox({ dataDir: undefined as unknown as string });
    await send((await fixture.group([sms()])).groupId);
    assert.equal(fixture.sandbox.inbox().length, 1);
  });
});
