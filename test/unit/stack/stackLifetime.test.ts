import assert from "node:assert/strict";
import { StackLifetime } from "../../../src/runtime/stack/stackLifetime";

/** Notes what the lifetime does; whoever waits for one of it is told. */
function lifetime(stay = false) {
  const done: string[] = [];
  const waiting: [string, () => void][] = [];
  const note = (what: string) => {
    done.push(what);
    for (const [wanted, tell] of waiting) if (wanted === what) tell();
    return Promise.resolve();
  };
  const next = (what: string) => new Promise<void>((resolve) => waiting.push([what, resolve]));
  const life = new StackLifetime({
    stay,
    show: () => note("show"),
    hide: () => note("hide"),
    end: () => note("end"),
    leaveAfterMs: 1,
  });
  return { life, done, next };
}

describe("A stack without clients", () => {
  it("ends", async () => {
    const { life, done, next } = lifetime();
    const ended = next("end");
    await life.begin();
    await ended;
    assert.deepEqual(done, ["show", "hide", "hide", "end"]);
  });

  it("stays where somebody asks while it leaves (it ended under the client that had just found it)", async () => {
    const { life, done, next } = lifetime();
    const hidden = next("hide");
    await life.begin();
    await hidden;
    const shownAgain = next("show");
    life.called(); // by the address that was read a moment ago
    life.clientsAre(1);
    await shownAgain;
    assert.equal(life.isEnding, false);
    assert.deepEqual(done, ["show", "hide", "show"]);
  });

  it("ends at once where it is told to, whoever is there", async () => {
    const { life, done, next } = lifetime(true);
    await life.begin();
    life.clientsAre(3);
    const ended = next("end");
    await life.stop();
    assert.equal(life.isEnding, true);
    await ended;
    assert.deepEqual(done, ["show", "hide", "end"]);
  });
});
