import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import { readTime } from "../../../src/operations/inquiry/filter/timePhrase";

/** Thursday, 5 March 2026, 19:30 in Seoul. */
const now = Date.parse("2026-03-05T19:30:00+09:00");
const at = (text: string) => Date.parse(`${text}+09:00`);
const read = (phrase: string) => readTime(phrase, { now, zone: "Asia/Seoul" });

describe("a time as people write it", () => {
  const instants: Record<string, string> = {
    "2026-03-05 18:00": "2026-03-05T18:00:00",
    "2026-03-05T18:00:05": "2026-03-05T18:00:05",
    "2026-03-05T09:00:00Z": "2026-03-05T18:00:00",
    "2026-03-05T18:00:00+09:00": "2026-03-05T18:00:00",
    "18:00": "2026-03-05T18:00:00",
    "20:00": "2026-03-04T20:00:00", // today's has not come yet
    "18시": "2026-03-05T18:00:00",
    "18시 30분": "2026-03-05T18:30:00",
    "오후 6시": "2026-03-05T18:00:00",
    "저녁 6시 반": "2026-03-05T18:30:00",
    "오전 12시": "2026-03-05T00:00:00",
    "낮 12시": "2026-03-05T12:00:00",
    "어제 18시": "2026-03-04T18:00:00",
    "어제 저녁 6시쯤": "2026-03-04T18:00:00",
    "그저께 오전 9시": "2026-03-03T09:00:00",
    "yesterday 18:00": "2026-03-04T18:00:00",
    "yesterday at 6pm": "2026-03-04T18:00:00",
    "Yesterday noon": "2026-03-04T12:00:00",
    "3월 4일 18시": "2026-03-04T18:00:00",
    "12월 31일 18시": "2025-12-31T18:00:00", // this year's has not come yet
    "2026년 3월 4일 오후 6시": "2026-03-04T18:00:00",
    "03-04 18:00": "2026-03-04T18:00:00",
    "월요일 18시": "2026-03-02T18:00:00",
    "last thursday 18:00": "2026-02-26T18:00:00",
    "-2h": "2026-03-05T17:30:00",
    "-90m": "2026-03-05T18:00:00",
    "30분 전": "2026-03-05T19:00:00",
    "2시간전": "2026-03-05T17:30:00",
    "2 hours ago": "2026-03-05T17:30:00",
    "한 시간 전": "2026-03-05T18:30:00",
    "이틀 전": "2026-03-03T19:30:00",
    "an hour ago": "2026-03-05T18:30:00",
    "어제 18시부터": "2026-03-04T18:00:00",
    "since yesterday 18:00": "2026-03-04T18:00:00",
    "Mar 4 18:00": "2026-03-04T18:00:00",
    "4th March 2026 6pm": "2026-03-04T18:00:00",
    "March 4, 2026 18:00": "2026-03-04T18:00:00",
    "2026. 3. 4. 오후 6시": "2026-03-04T18:00:00",
    "20260304 18:00": "2026-03-04T18:00:00",
    지금: "2026-03-05T19:30:00",
  };
  for (const [phrase, expected] of Object.entries(instants))
    it(`an instant: ${phrase}`, () => assert.deepEqual(read(phrase), { from: at(expected), until: at(expected) }));

  const spans: Record<string, [string, string]> = {
    어제: ["2026-03-04T00:00:00", "2026-03-05T00:00:00"],
    "오늘 오전": ["2026-03-05T00:00:00", "2026-03-05T12:00:00"],
    "2026-03-01": ["2026-03-01T00:00:00", "2026-03-02T00:00:00"],
    "yesterday evening": ["2026-03-04T18:00:00", "2026-03-05T00:00:00"],
    "last night": ["2026-03-04T18:00:00", "2026-03-05T06:00:00"],
    "this morning": ["2026-03-05T00:00:00", "2026-03-05T12:00:00"],
    "지난주 월요일": ["2026-02-23T00:00:00", "2026-02-24T00:00:00"],
    "이번 주 일요일": ["2026-03-08T00:00:00", "2026-03-09T00:00:00"],
    "지난 주": ["2026-02-23T00:00:00", "2026-03-02T00:00:00"],
    "this week": ["2026-03-02T00:00:00", "2026-03-09T00:00:00"],
    지난달: ["2026-02-01T00:00:00", "2026-03-01T00:00:00"],
    작년: ["2025-01-01T00:00:00", "2026-01-01T00:00:00"],
    "2026. 3. 4.": ["2026-03-04T00:00:00", "2026-03-05T00:00:00"],
    내일: ["2026-03-06T00:00:00", "2026-03-07T00:00:00"],
    "어제 밤": ["2026-03-04T18:00:00", "2026-03-05T00:00:00"],
  };
  for (const [phrase, [from, until]] of Object.entries(spans))
    it(`a span: ${phrase}`, () => assert.deepEqual(read(phrase), { from: at(from), until: at(until) }));

  const wrong = [
    "어제 25시",
    "2026-02-30",
    "2026-13-01 10:00",
    "18:60",
    "",
    "soon",
    "13월 1일",
    "Mar 32",
    "20260230",
    "maybe",
    "0h",
    "-h",
    "9".repeat(500),
  ];
  for (const phrase of wrong)
    it(`no time: ${phrase.slice(0, 20)}`, () =>
      assert.throws(
        () => read(phrase),
        (error) => ExpectedError.is(error, "time-unreadable"),
      ));

  it("is the day's own where daylight saving begins", () => {
    const zone = "America/New_York";
    const span = readTime("2026-03-08", { now, zone });
    assert.equal(span.until - span.from, 23 * 3_600_000);
  });
});
