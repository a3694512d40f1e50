import assert from "node:assert/strict";
import { printingLine } from "../../../src/operations/log/printingLine";

const source = [
  "import logging",
  'logger = logging.getLogger("messaging")',
  "# send_sms ok to=... is printed below",
  "def send(to, group_id):",
  '    logger.info("send_sms ok to=%s group_id=%s", mask(to), group_id)',
  "    logger.warning(",
  '        "Failed to get queue counts for %s: "',
  '        "%s", name, error)',
  '    logger.error(f"Invalid message format: message_id={message_id} payload_type={kind} keys={keys}")',
  '    logger.info("Skipped \\"%s\\" because it is off", name)',
].join("\n");

describe("the Python line that prints a log line", () => {
  it("is found by the text between the holes", () => {
    assert.equal(printingLine(source, "send_sms ok to={to} group_id={group_id}")?.line, 4);
    assert.equal(
      printingLine(source, "Invalid message format: message_id={message_id} payload_type={payload_type} keys={keys}")
        ?.line,
      8,
    );
  });

  it("is found over several lines and through escaped quotes", () => {
    assert.equal(printingLine(source, "Failed to get queue counts for {queue_name}: {error}")?.line, 6);
    assert.equal(printingLine(source, 'Skipped "{name}" because it is off')?.line, 9);
  });

  it("is not a comment, and not another call that shares a few words", () => {
    assert.equal(printingLine("# send_sms ok to=%s group_id=%s", "send_sms ok to={to} group_id={group_id}"), undefined);
    assert.equal(
      printingLine(source, "send_sms ok to={to} but the provider answered {status} after a long while"),
      undefined,
    );
  });

  it("is not guessed from a text too short to tell", () => {
    assert.equal(printingLine('x = "Killed"', "Killed"), undefined);
  });
});
