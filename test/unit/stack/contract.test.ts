import assert from "node:assert/strict";
import * as z from "zod";
import { problemIn } from "../../../src/runtime/control/contract/contractEntry";
import { schemaOf } from "../../../src/runtime/control/contract/schemaOf";
import { fromWorker } from "../../../src/runtime/worker/workerMessages";

describe("The contract between the stack's processes", () => {
  it("compiles for exactly the type that it stands for", () => {
    type State = "up" | "down";
    assert.ok(schemaOf<State>()(z.enum(["up", "down"])));
    // @ts-expect-error a state that the schema refuses
    assert.ok(schemaOf<State>()(z.enum(["up"])));
    // @ts-expect-error a state that the type does not know
    assert.ok(schemaOf<State>()(z.enum(["up", "down", "gone"])));
    // @ts-expect-error a field that the schema does not ask for
    assert.ok(schemaOf<{ pid: number }>()(z.object({})));
  });

  it("says what is wrong, and where", () => {
    assert.equal(problemIn("change", { kind: "alive" }), undefined);
    assert.equal(problemIn("tenant", { id: 1, code: "a", name: 3, messagingSender: "" })?.split(": ")[0], "name");
  });

  it("lets no event pass between worker and stack that its type does not describe", () => {
    const event = { type: "worker.skipped", at: 1, traceId: "t", details: { reason: "no tenant" } };
    assert.ok(fromWorker.safeParse({ kind: "events", events: [event] }).success);
    assert.ok(!fromWorker.safeParse({ kind: "events", events: [{ ...event, details: {} }] }).success);
    assert.ok(!fromWorker.safeParse({ kind: "hello" }).success);
  });
});
