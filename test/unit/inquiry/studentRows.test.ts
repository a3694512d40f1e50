import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import { readStudents } from "../../../src/operations/students/studentRows";

describe("students in a CSV file", () => {
  it("are read whatever the order of columns, with a byte-order mark and quotes", () => {
    const csv = '\ufeffname,parent_phone,id,phone,note\r\n"김, 민준",010-1234-5678,7,,x\r\n이서연,,8,01022223333,\r\n';
    assert.deepEqual(readStudents(csv), [
      { id: 7, name: "김, 민준", phone: null, parentPhone: "010-1234-5678" },
      { id: 8, name: "이서연", phone: "01022223333", parentPhone: null },
    ]);
  });

  const wrong: Record<string, [csv: string, message: RegExp]> = {
    "no column for the number": ["id,name,phone\n1,a,", /parent_phone/],
    "an id twice": ["id,name,phone,parent_phone\n1,a,,\n1,b,,", /Line 3: the id is that of line 2/],
    "an id that is none": ["id,name,phone,parent_phone\nx,a,,", /Line 2: the id/],
    "a number that is none": ["id,name,phone,parent_phone\n1,a,abc,", /Line 2: phone/],
    "an open quote": ['id,name,phone,parent_phone\n1,"a,,', /no CSV/],
    "no students": ["id,name,phone,parent_phone\n", /no students/],
    nothing: ["", /lacks the columns/],
  };
  for (const [what, [csv, message]] of Object.entries(wrong))
    it(`are refused with the line: ${what}`, () =>
      assert.throws(
        () => readStudents(csv),
        (error) => ExpectedError.is(error, "students-unreadable") && message.test(error.message),
      ));

  it("quote nothing of the file in an error", () => {
    assert.throws(
      () => readStudents("id,name,phone,parent_phone\n1,김민준,01012345678x,"),
      (error: Error) => !/0101234|김민준/.test(error.message),
    );
  });
});
