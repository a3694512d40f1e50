import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import { sentenceOf } from "../../../src/host/toasts/errorTexts";
import { MAX_CHARACTERS } from "../../../src/host/toasts/toastLength";

describe("the sentence of an error", () => {
  it("ends with the whole next step, however long the message is (the remedy was cut off)", () => {
    const step = "Start the test send at the queue with one of allowedRecipients, or connect the tenant data.";
    const text = sentenceOf(new ExpectedError("recipient-unproven", "Nothing was sent: ".padEnd(400, "x"), step));
    assert.ok(text.endsWith(`…. ${step}`), text);
    assert.equal(text.length, MAX_CHARACTERS);
  });

  it("is left alone where it fits", () =>
    assert.equal(sentenceOf(new ExpectedError("x", "It failed.", "Try again.")), "It failed. Try again."));
});
