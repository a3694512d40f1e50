import assert from "node:assert/strict";
import { z } from "zod";
import { ApiRejection } from "../../../src/runtime/api/apiRejection";
import {
  choiceField,
  integerField,
  integerListField,
  textField,
  validate,
} from "../../../src/runtime/api/drf/drfFields";

const schema = z.object({
  student_ids: integerListField({ min: 1 }),
  send_to: choiceField(["student", "parent"], { default: "parent" }),
  message_mode: choiceField(["sms", "alimtalk", "both"], { default: "sms" }),
  template_id: integerField({ default: null, null: null }),
  raw_body: textField({ allowBlank: true, default: "" }),
  name: textField({ max: 3, default: "" }),
});

const INTEGER = ["유효한 정수(integer)를 넣어주세요."];
const NULL = ["이 필드는 null일 수 없습니다."];
const MIN = ["이 값이 1보다 크거나 같은지 확인하세요."];
const CHOICE = (input: string) => [`"${input}"이 유효하지 않은 선택(choice)입니다.`];
const LIST = (type: string) => ({ student_ids: [`아이템 리스트가 예상되었으나 "${type}"를 받았습니다.`] });
const OBJECT = (type: string) => ({
  non_field_errors: [`유효하지 않은 데이터. 딕셔너리(dictionary)대신 ${type}를 받았습니다.`],
});

/** What the same serializer of djangorestframework 3.14 answers under ko-kr, recorded from a run of it. */
const refused: [json: string, errors: Record<string, unknown>][] = [
  ["{}", { student_ids: ["이 필드는 필수 항목입니다."] }],
  ["[]", OBJECT("list")],
  ['"x"', OBJECT("str")],
  ["1", OBJECT("int")],
  ["null", { non_field_errors: ["No data provided"] }],
  ['{"student_ids":[]}', { student_ids: ["이 리스트는 비워 둘 수 없습니다."] }],
  ['{"student_ids":null}', { student_ids: NULL }],
  ['{"student_ids":"1"}', LIST("str")],
  ['{"student_ids":{"a":1}}', LIST("dict")],
  ['{"student_ids":5}', LIST("int")],
  ['{"student_ids":true}', LIST("bool")],
  [
    '{"student_ids":[1,0,"x",null,true,1.0,1.5,"2","3.0",[1]]}',
    { student_ids: { 1: MIN, 2: INTEGER, 3: NULL, 4: INTEGER, 6: INTEGER, 9: INTEGER } },
  ],
  ['{"student_ids":[1e400,""]}', { student_ids: { 0: INTEGER, 1: INTEGER } }],
  ['{"student_ids":[1],"send_to":"x","message_mode":"y"}', { send_to: CHOICE("x"), message_mode: CHOICE("y") }],
  ['{"student_ids":[1],"send_to":null,"message_mode":5}', { send_to: NULL, message_mode: CHOICE("5") }],
  ['{"student_ids":[1],"send_to":"","message_mode":{}}', { send_to: CHOICE(""), message_mode: CHOICE("{}") }],
  ['{"student_ids":[1],"send_to":[],"message_mode":true}', { send_to: CHOICE("[]"), message_mode: CHOICE("True") }],
  ['{"student_ids":[1],"template_id":"a"}', { template_id: INTEGER }],
  ['{"student_ids":[1],"template_id":""}', { template_id: INTEGER }],
  ['{"student_ids":[1],"template_id":[]}', { template_id: INTEGER }],
  ['{"student_ids":[1],"raw_body":null}', { raw_body: NULL }],
  ['{"student_ids":[1],"raw_body":true}', { raw_body: ["Not a valid string."] }],
  ['{"student_ids":[1],"raw_body":[]}', { raw_body: ["Not a valid string."] }],
  ['{"student_ids":[1],"raw_body":"a\\u0000b"}', { raw_body: ["null 문자는 사용할 수 없습니다. "] }],
  ['{"student_ids":[1],"raw_body":"a\\ud800b"}', { raw_body: ["Surrogate characters are not allowed: U+D800."] }],
];

describe("DRF's fields", () => {
  for (const [json, errors] of refused) {
    it(`refuse ${json}`, () => {
      assert.throws(
        () => validate(schema, JSON.parse(json)),
        (error) => {
          assert.ok(error instanceof ApiRejection);
          assert.deepEqual([error.status, error.body], [400, errors]);
          return true;
        },
      );
    });
  }

  it("coerce and default as DRF does", () => {
    const defaults = { send_to: "parent", message_mode: "sms", template_id: null, raw_body: "", name: "" };
    const taken: [json: string, data: Record<string, unknown>][] = [
      ['{"student_ids":[" 5 ","1_000","+7","3.0",1.0]}', { student_ids: [5, 1000, 7, 3, 1] }],
      ['{"student_ids":[1],"template_id":null,"raw_body":5}', { student_ids: [1], raw_body: "5" }],
      ['{"student_ids":[1],"raw_body":"  a "}', { student_ids: [1], raw_body: "a" }],
      ['{"student_ids":[1],"raw_body":"","unknown":{}}', { student_ids: [1] }],
      ['{"student_ids":[1],"name":"😀😀😀"}', { student_ids: [1], name: "😀😀😀" }],
    ];
    for (const [json, data] of taken)
      assert.deepEqual(validate(schema, JSON.parse(json)), { ...defaults, ...data }, json);
  });

  it("count characters, not code units, and write nested input as Python does", () => {
    const errorsOf = (body: unknown) => {
      try {
        return validate(schema, body);
      } catch (error) {
        return (error as ApiRejection).body;
      }
    };
    assert.deepEqual(errorsOf({ student_ids: [1], name: "😀😀😀😀" }), {
      name: ["이 필드의 글자 수가 3 이하인지 확인하세요."],
    });
    assert.deepEqual(errorsOf({ student_ids: [1], send_to: { a: [null, "b", false, 1] } }), {
      send_to: CHOICE("{'a': [None, 'b', False, 1]}"),
    });
    assert.deepEqual(errorsOf({ student_ids: ["1".repeat(1001)] }), {
      student_ids: { 0: ["문자열 값이 너무 큽니다."] },
    });
  });
});
