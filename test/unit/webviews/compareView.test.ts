import assert from "node:assert/strict";
import { compareView } from "../../../src/webviews/models/compareView";
import { traceView } from "../../../src/webviews/models/traceView";
import { delivered, refused, rejected } from "./traceFixture";

describe("the comparison of two messages", () => {
  const view = compareView(traceView({ trace: delivered("aaaa1111") }), traceView({ trace: refused("bbbb2222") }));

  it("names the layer where they part", () => {
    assert.equal(view.summary, "They part at Solapi: left passed, right stopped here");
  });

  it("marks what differs and leaves out what is never the same", () => {
    const differing = view.rows.filter(({ differs }) => differs).map(({ label }) => label);
    assert.deepEqual(differing, [
      "Result",
      "Worker",
      "Solapi",
      "Sender",
      "success",
      "amount_deducted",
      "Type",
      "failure_reason",
      "Code",
    ]);
    assert.deepEqual(
      view.rows.find(({ label }) => label === "Sender"),
      {
        label: "Sender",
        left: "0212345678 ← Tenant.messaging_sender",
        right: "01000000000 ← SOLAPI_SENDER",
        differs: true,
      },
    );
  });

  it("parts at the first layer of several", () => {
    const early = compareView(traceView({ trace: delivered() }), traceView({ trace: rejected() }));
    assert.match(early.summary, /^They part at API/);
  });

  it("finds nothing between two that went the same way", () => {
    const same = compareView(traceView({ trace: delivered("aaaa1111") }), traceView({ trace: delivered("cccc3333") }));
    assert.equal(same.summary, "Both went the same way and reached Solapi");
    assert.deepEqual(
      same.rows.filter(({ differs }) => differs),
      [],
    );
  });
});
