import assert from "node:assert/strict";
import { tellFixed } from "../../../src/commands/sender/fixedSender";
import type { CommandContext } from "../../../src/commands/context";
import type { Action } from "../../../src/host/toasts/notifier";

const fixed = { tenantCode: "hakwonplus", before: "0212345678", after: "0287654321", sendsAgain: true };
const change = { tenantCode: "hakwonplus", before: "0212345678", after: "0287654321" };

describe("a sender that was written", () => {
  const window = () => {
    const done: unknown[] = [];
    const buttons: Action[] = [];
    const notifier = {
      info: (text: string, ...actions: Action[]) => {
        done.push(text);
        buttons.push(...actions);
        return Promise.resolve();
      },
    };
    const execute = (id: string) => Promise.resolve(void done.push(id));
    return { done, buttons, context: { notifier, execute } as unknown as CommandContext };
  };

  it("is told with Undo although the dialog of the send is cancelled (it ended in silence), and nothing else is told", async () => {
    const { done, buttons, context } = window();
    const cancelled = () => Promise.resolve(void done.push("asks to send"));
    assert.deepEqual(await tellFixed(context, fixed, cancelled), { change });
    assert.deepEqual(done, ["hakwonplus now sends from 0287654321.", "asks to send"]);
    assert.deepEqual(
      buttons.map(({ title }) => title),
      ["Undo"],
    );
    await buttons[0]?.run();
    assert.equal(done.at(-1), "messaging.sender.undo");
  });

  it("is told also where the send fails", async () => {
    const { done, context } = window();
    await assert.rejects(tellFixed(context, fixed, () => Promise.reject(new Error("no answer"))));
    assert.deepEqual(done, ["hakwonplus now sends from 0287654321."]);
  });

  it("is followed by no send that the user did not choose", async () => {
    const { context } = window();
    const sends = () => assert.fail("it sends");
    assert.deepEqual(await tellFixed(context, { ...fixed, sendsAgain: false }, sends), { change });
  });
});
