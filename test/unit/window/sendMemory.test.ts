import assert from "node:assert/strict";
import type * as vscode from "vscode";
import type { Environment } from "../../../src/targets/environment";
import { SendMemory } from "../../../src/window/messages/sendMemory";
import { firstSend } from "../../../src/window/messages/testMessage";

const send = { ...firstSend, start: "queue", tenantCode: "saessak", text: "김민수 지각", to: "01099998888" } as const;
const staging = { name: "staging", tenantCode: "t", allowedRecipients: ["01011112222"] } as unknown as Environment;

describe("memory of sends", () => {
  let stored: Map<string, unknown>;
  let state: vscode.Memento;
  beforeEach(() => {
    stored = new Map();
    state = {
      keys: () => [...stored.keys()],
      get: (key: string) => stored.get(key),
      update: (key: string, value: unknown) =>
        Promise.resolve(void (value === undefined ? stored.delete(key) : stored.set(key, value))),
    } as unknown as vscode.Memento;
  });
  const onDisk = () => JSON.stringify([...stored]);

  it("keeps no text and no number on disk (the last hundred sends lay there)", () => {
    const memory = new SendMemory(state);
    memory.remember(send, "trace", "local");
    memory.remember(send, "other", "staging");
    assert.doesNotMatch(onDisk(), /01099998888|지각/);
    assert.deepEqual(memory.of("trace"), send);
    assert.deepEqual(memory.last(staging), send);
  });

  it("begins after a reload with the last fields, the environment's own recipient, and no message to repeat", () => {
    new SendMemory(state).remember(send, "trace", "staging");
    const memory = new SendMemory(state);
    const { tenantCode, start, to, text } = memory.last(staging);
    assert.deepEqual(
      { tenantCode, start, to, text },
      { tenantCode: "saessak", start: "queue", to: "01011112222", text: "테스트" },
    );
    assert.equal(memory.of("trace"), undefined);
  });

  it("removes what an earlier version stored", () => {
    stored.set("sends", [["trace", send]]);
    stored.set("lastSend", send);
    stored.set("lastSend.staging", send);
    stored.set("messages", ["others"]);
    new SendMemory(state);
    assert.doesNotMatch(onDisk(), /01099998888|지각/);
    assert.deepEqual([...stored.keys()].toSorted(), ["lastSend", "lastSend.staging", "messages"]);
  });
});
