import assert from "node:assert/strict";
import { explainCode, explainableCodes, findCodes } from "../../../src/logs/codes";

const inLog = (line: string) => findCodes(line, true).map(({ code }) => code);
const inFile = (line: string) => findCodes(line, false).map(({ code }) => code);

describe("codes in a line", () => {
  it("are found in a log, bare or in brackets", () => {
    assert.deepEqual(inLog("send_sms failed to=0101**** reason=[1062] 발신번호 미등록"), ["1062"]);
    assert.deepEqual(inLog("1062 발신번호 미등록"), ["1062"]);
    assert.deepEqual(inLog("('InvalidAPIKey', '유효한 API Key가 아닙니다.')"), ["InvalidAPIKey"]);
    assert.deepEqual(inLog("message cannot be sent: sender_required trace_id=7f3a91"), ["sender_required"]);
    assert.deepEqual(inLog("botocore.errorfactory.QueueDoesNotExist: An error"), ["QueueDoesNotExist"]);
  });

  it("stand where they stand", () => {
    const line = "reason=[1062] x";
    const [found] = findCodes(line, true);
    assert.equal(line.slice(found?.start, found?.end), "1062");
  });

  it("are not seen in times, ids, ports and prices", () => {
    assert.deepEqual(
      inLog("2026-03-05 10:00:04,1062 [INFO] port=:3000 id=a1062 http://x:1030/ 1,062 won 21062 1062.5"),
      [],
    );
    assert.deepEqual(inLog("listening on 3000"), [], "an everyday number is a code only in quotes and by its name");
    assert.deepEqual(inLog('"statusCode": "4000"'), ["4000"]);
  });

  it("are found in a source only where it speaks of codes", () => {
    assert.deepEqual(inFile('if status_code == "1062":'), ["1062"]);
    assert.deepEqual(inFile("# Solapi 1062: sender"), ["1062"]);
    assert.deepEqual(inFile("width = 1062"), []);
    assert.deepEqual(inFile("except ValidationError:"), []);
    assert.deepEqual(inFile("raise SendError('sender_required')"), ["sender_required"]);
  });
});

describe("the explanation of a code", () => {
  it("says what it means, in both languages, and what to do", () => {
    const english = explainCode("1062", "en");
    assert.equal(english?.meaning, "the sender number is not registered");
    assert.deepEqual(english?.fixes, [
      "Set the tenant's sender to a registered number",
      "Register and verify the number at Solapi, digits only",
    ]);
    assert.equal(explainCode("1062", "ko")?.meaning, "발신번호 미등록");
    assert.notEqual(explainCode("sender_required", "ko")?.meaning, explainCode("sender_required", "en")?.meaning);
  });

  it("warns of a blind resend", () => {
    assert.match(explainCode("UnknownError", "en")?.retry ?? "", /Check before you send it again/);
  });

  it("has no fix for what is no failure, and nothing for what nobody knows", () => {
    assert.deepEqual(explainCode("4000", "en")?.fixes, []);
    assert.equal(explainCode("constructor", "en"), undefined);
    assert.equal(explainCode("9999", "en"), undefined);
  });

  it("exists for every code that can be found", () => {
    for (const code of explainableCodes()) {
      for (const language of ["en", "ko"] as const)
        assert.ok(explainCode(code, language)?.meaning, `${code} ${language}`);
    }
  });
});
