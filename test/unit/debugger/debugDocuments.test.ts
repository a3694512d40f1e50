import assert from "node:assert/strict";
import { atLine, DebugDocuments } from "../../../src/debugger/debugDocuments";

describe("a frame in a read-only document", () => {
  const documents = new DebugDocuments();

  it("is at the field that it is about, not at an unrelated first line", () => {
    const event = { seq: 7, type: "queue.received", details: { queueName: "jobs" } };
    const { source, line } = documents.add("queue.received.json", event, "details");
    assert.equal(documents.textOf(source.sourceReference!)!.split("\n")[line - 1], '  "details": {');
  });

  it("has no column, which VS Code would draw behind the line", () => {
    const { line, column } = atLine(documents.add("message.json", '{"to":"0101****"}'));
    assert.deepEqual([line, column], [1, 0]);
  });

  it("is at the first line where the field is missing, or the text is not JSON", () => {
    assert.equal(documents.add("event.json", { type: "x" }, "details").line, 1);
    assert.equal(documents.add("body.json", "no JSON", "details").line, 1);
  });
});
