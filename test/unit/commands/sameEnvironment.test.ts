import assert from "node:assert/strict";
import { requireSameEnvironment } from "../../../src/commands/message/sameEnvironment";
import { sentenceOf } from "../../../src/host/toasts/errorTexts";
import { nextStepOf } from "../../../src/host/toasts/nextSteps";
import { ExpectedError } from "../../../src/common/errors";

describe("an environment that changes while a send is filled in", () => {
  it("gets nothing of it: a sentence, and the way to choose (the form of staging was sent to production)", () => {
    requireSameEnvironment("staging", "staging");
    assert.throws(
      () => requireSameEnvironment("staging", "production"),
      (error: unknown) => {
        assert.ok(ExpectedError.is(error, "environment-changed"));
        assert.equal(
          sentenceOf(error),
          "Nothing was sent: the environment changed from staging to production. " +
            "Select the environment you mean, then send again.",
        );
        assert.equal(nextStepOf(error.reason)?.command, "messaging.environment.select");
        return true;
      },
    );
  });
});
