import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import { fieldsOf, readFields } from "../../../src/operations/inquiry/filter/inquiryFields";
import type { MessageFilter } from "../../../src/operations/inquiry/filter/messageFilter";

/** Thursday, 5 March 2026, 19:30 in Seoul. */
const clock = { now: Date.parse("2026-03-05T19:30:00+09:00"), zone: "Asia/Seoul" };
const at = (text: string) => Date.parse(`${text}:00+09:00`);
const read = (phrase: string) => readFields(fieldsOf(phrase), clock);

describe("an inquiry in one line", () => {
  const phrases: Record<string, MessageFilter> = {
    "010-1234-5678, 어제 18시 ~ 19시": {
      to: "01012345678",
      from: at("2026-03-04T18:00"),
      until: at("2026-03-04T19:00"),
    },
    "+82 10 1234 5678": { to: "01012345678" },
    "5678": { to: "5678" },
    "학생 7, blocked": { student: 7, outcome: "blocked" },
    "student 7，tenant hakwonplus": { student: 7, tenant: "hakwonplus" },
    "provider.sender-not-registered": { cause: "provider.sender-not-registered" },
    G4V20260305180000AB: { id: "G4V20260305180000AB" },
    today: { from: at("2026-03-05T00:00"), until: at("2026-03-06T00:00") },
    오전: { from: at("2026-03-05T00:00"), until: at("2026-03-05T12:00") },
    "어제 18시": { from: at("2026-03-04T18:00") },
    "어제 23시 ~ 1시": { from: at("2026-03-04T23:00"), until: at("2026-03-05T01:00") },
    김민준: { name: "김민준" },
    "학생 김민준, 어제": { name: "김민준", from: at("2026-03-04T00:00"), until: at("2026-03-05T00:00") },
    "yesterday, Jane O'Neil": { name: "Jane O'Neil", from: at("2026-03-04T00:00"), until: at("2026-03-05T00:00") },
    "": {},
  };
  for (const [phrase, filter] of Object.entries(phrases))
    it(`is read: ${phrase || "(empty)"}`, () => assert.deepEqual(read(phrase), filter));

  const wrong: Record<string, string> = {
    "어제 25시": "time-unreadable",
    "어제 ~ 오늘 ~ 내일": "inquiry-unreadable",
    "2026-03-05 18:00 ~ 2026-03-05 17:00": "time-unreadable",
    "2030-01-01": "time-unreadable",
    "1": "time-unreadable",
  };
  for (const [phrase, reason] of Object.entries(wrong))
    it(`is refused with a sentence: ${phrase}`, () =>
      assert.throws(
        () => read(phrase),
        (error) => ExpectedError.is(error, reason),
      ));

  it("goes on until now from a day that is its beginning alone (of a week, only the first day was looked at)", () => {
    const any = { who: "", tenant: "", until: "", outcome: "", cause: "" };
    assert.deepEqual(readFields({ ...any, from: "2026-02-26" }, clock), { from: at("2026-02-26T00:00") });
  });

  it("names its parts as fields", () =>
    assert.deepEqual(fieldsOf("학생 7, 어제 18시 ~ 19시, blocked"), {
      who: "학생 7",
      tenant: "",
      from: "어제 18시",
      until: "19시",
      outcome: "blocked",
      cause: "",
    }));

  it("is refused for a cause or an outcome that does not exist, instead of finding nothing", () => {
    for (const wrongly of [{ cause: "provider.sender-not-registred" }, { outcome: "stopped" }])
      assert.throws(
        () => readFields({ ...fieldsOf(""), ...wrongly }, clock),
        (error) => ExpectedError.is(error, "inquiry-unreadable"),
      );
  });

  it("is refused where the field for persons names none", () =>
    assert.throws(
      () => readFields({ ...fieldsOf(""), who: "??" }, clock),
      (error) => ExpectedError.is(error, "inquiry-unreadable"),
    ));
});
