import assert from "node:assert/strict";
import type * as vscode from "vscode";
import { sizeOfText } from "../../../src/webviews/models/phoneView";
import {
  readStudentIds,
  sendFormProblem,
  sendFormRows,
  studentIdsProblem,
} from "../../../src/views/sendForm/sendFormRows";
import { SendMemory } from "../../../src/window/messages/sendMemory";
import { firstSend, toRequest, withPreset } from "../../../src/window/messages/testMessage";
import type { TestMessage } from "../../../src/window/messages/testMessage";

const rows = (send: TestMessage, environment = "local", isActive?: boolean) =>
  Object.fromEntries(
    sendFormRows(environment, send, sizeOfText, isActive).map(({ field, description }) => [field, description]),
  );

const state = () => {
  const values = new Map<string, unknown>();
  const memento: vscode.Memento = {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key) as never,
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
  return new SendMemory(memento);
};

describe("the form of a test send", () => {
  it("shows the text with its size", () => {
    assert.deepEqual(
      [rows(firstSend).send, rows(firstSend).text],
      ["hakwonplus · SMS · 테스트", "테스트 · 6 bytes, SMS"],
    );
    assert.equal(rows({ ...firstSend, text: "가".repeat(46) }).text?.endsWith(" · 92 bytes, LMS"), true);
  });

  it("shows the template that is sent instead of the text (it showed the text and sent the template)", () => {
    const send = { ...firstSend, templateId: 3 };
    const { send: head, templateId, text } = rows(send);
    assert.equal(head, "hakwonplus · SMS · template 3, with its own text");
    assert.deepEqual([templateId, text], ["template 3, with its own text", undefined]);
    assert.deepEqual([toRequest(send).template_id, toRequest(send).raw_body], [3, undefined]);
  });

  it("says of an inactive tenant what the backend does with its message", () => {
    assert.equal(
      rows(firstSend, "local", false).tenantCode,
      "hakwonplus, not active: the API refuses the message (403)",
    );
    const past = { ...firstSend, start: "queue" } as const;
    assert.equal(rows(past, "local", false).tenantCode, "hakwonplus, not active; only the API checks it");
    assert.equal(rows(firstSend, "local", true).tenantCode, "hakwonplus");
  });

  it("has a way to test an Alimtalk, which needs a template", () => {
    assert.equal(rows({ ...firstSend, mode: "alimtalk" }).templateId, "none; Alimtalk needs an approved template");
    assert.equal(
      "templateId" in rows({ ...firstSend, start: "queue", templateId: 3 }),
      false,
      "only the API renders one",
    );
  });

  it("refuses an empty text before it is sent", () => {
    const empty = { ...firstSend, text: "  " };
    assert.equal(sendFormProblem(empty)?.field, "text");
    assert.equal(sendFormProblem({ ...empty, templateId: 3 }), undefined);
    assert.equal(sendFormProblem({ ...empty, templateId: 3, start: "queue" })?.field, "text");
  });

  it("says what is wrong with typed ids (200 digits went back to the form in silence), and lets names be searched", () => {
    const why = "Student ids are whole numbers of at most 15 digits, for example 1, 2";
    for (const typed of ["9".repeat(200), "1,,2", "-1", "1.5"]) assert.equal(studentIdsProblem(typed), why, typed);
    for (const typed of ["", "1, 2", "김민준", "김민준 2"]) assert.equal(studentIdsProblem(typed), undefined, typed);
  });

  it("takes no student id that would not stay exact (200 digits became 1e+200)", () => {
    assert.deepEqual(readStudentIds(" 1, 2"), [1, 2]);
    for (const typed of ["9".repeat(200), "1e3", "1,,2", "", "-1"])
      assert.equal(readStudentIds(typed), undefined, typed);
    assert.deepEqual(withPreset(firstSend, { studentIds: [1e200] }).studentIds, [1]);
  });

  it("starts from the last send of its own: a fault's text, students and template are for one send only", () => {
    const memory = state();
    memory.remember({ ...firstSend, text: "안녕하세요" }, "t1", "local");
    memory.remember({ ...firstSend, studentIds: [3], templateId: 9 }, "t2", "local", true);
    assert.deepEqual([memory.lastLocal().text, memory.lastLocal().templateId], ["안녕하세요", undefined]);
    assert.deepEqual(memory.of("t2")?.studentIds, [3], "it can be sent again");
  });
});
