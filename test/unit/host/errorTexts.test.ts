import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import manifest from "../../../package.json";
import { sentenceOf } from "../../../src/host/toasts/errorTexts";
import { nextStepOf } from "../../../src/host/toasts/nextSteps";
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

describe("the button of an error", () => {
  const declared: readonly string[] = manifest.contributes.commands.map(({ command }) => command);

  for (const [reason, title, command] of [
    ["token-missing", "Log In", "messaging.environment.logIn"],
    ["provider-keys-missing", "Set secret", "messaging.environment.setSecret"],
    ["folder-not-trusted", "Manage Trust", "workbench.trust.manage"],
    ["no-messages", "Send test message", "messaging.message.send"],
    ["no-allowed-recipients", "Edit environments", "workbench.action.openWorkspaceSettingsFile"],
    ["aws-credentials-missing", "Edit environments", "workbench.action.openWorkspaceSettingsFile"],
    ["no-stack", "Start local stack", "messaging.stack.start"],
  ] as const) {
    it(`does its next step (it opened the output): ${reason}`, () => {
      const step = nextStepOf(reason);
      assert.deepEqual([step?.title, step?.command], [title, command]);
      assert.ok(command.startsWith("workbench.") || declared.includes(command), command);
    });
  }

  it("of wrong settings opens their own line, not the user's settings", () =>
    assert.deepEqual(nextStepOf("environment-invalid")?.arguments, [
      { revealSetting: { key: "messaging.environments", edit: true } },
    ]));

  it("is absent where no command does the step", () => assert.equal(nextStepOf("constructor"), undefined));
});
