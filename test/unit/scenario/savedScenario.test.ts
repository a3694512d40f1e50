import assert from "node:assert/strict";
import { scenariosIn } from "../../../src/operations/scenario/readScenarios";
import { savedScenarioOf } from "../../../src/operations/scenario/savedScenario";
import { faults } from "../../../src/runtime/faults/faultLab";
import { originalOf, personal } from "../../fixtures/bundles";

const scenarioIn = (text: string) => {
  const { scenarios, problems } = scenariosIn(text);
  assert.deepEqual(problems, [], text);
  assert.equal(scenarios.length, 1, text);
  return scenarios[0]!.scenario;
};

describe("a message saved as a scenario", () => {
  for (const { id } of faults)
    it(`is a scenario that expects the same verdict, with nothing personal in it: ${id}`, () => {
      const original = originalOf(id);
      const { text } = savedScenarioOf(original, "en");
      const { given, expect } = scenarioIn(text);
      const { layer, outcome } = original.verdict;
      assert.deepEqual(given.fault, [id]);
      assert.deepEqual([expect.layer, expect.outcome, expect.cause], [layer, outcome, id], text);
      assert.deepEqual(
        personal.filter((each) => text.includes(each)),
        [],
        text,
      );
    });

  it("reads as a person would write it, in the reader's language", () => {
    assert.equal(
      savedScenarioOf(originalOf("api.sender-empty"), "en").text,
      [
        "# Saved from a message. Numbers, names and texts are made up.",
        "",
        "name: Tenant.messaging_sender is empty",
        "given: { fault: api.sender-empty }",
        "send: { to: parent, mode: sms, text: 가가가 가가가 가가가가가가. 가가 000-0000-0000 }",
        "expect: { outcome: blocked, layer: api, cause: api.sender-empty }",
        "",
      ].join("\n"),
    );
    assert.match(savedScenarioOf(originalOf("api.sender-empty"), "ko").text, /^name: .*비어 있음$/m);
  });

  it("names in a comment what is not in it, and does not expect a cause that nothing sets up", () => {
    const verdict = { layer: "worker" as const, outcome: "blocked" as const, cause: "worker.lock-unavailable" };
    const evidence = {
      request: { student_ids: [1, 2, 3], raw_body: "김민준" },
      worker: { container: { image: "a/w:7" } },
    };
    assert.equal(
      savedScenarioOf({ evidence, verdict }, "en").text,
      [
        "# Saved from a message. Numbers, names and texts are made up.",
        "# Not in this scenario:",
        "# - The cause: no fault of the local stack sets up worker.lock-unavailable",
        "# - The other recipients (2): one is enough for the cause",
        "# - The worker's image: the stack runs its own worker",
        "",
        "name: Redis is missing or refuses",
        "send: { to: parent, mode: sms, text: 가가가 }",
        "expect: { outcome: ok }",
        "",
      ].join("\n"),
    );
  });

  it("keeps the body of a queue's message as fields, and the settings that matter", () => {
    const body = JSON.stringify({ tenant_id: 7, to: "+82 10-4721-3399", text: "김민준", trace_id: "abc" });
    const evidence = { tenant: { messaging_sender: "031-555-0199" }, worker: { env: { SOLAPI_MOCK: "True" } } };
    const { text } = savedScenarioOf({ evidence, verdict: { layer: null, outcome: "ok", cause: "none" }, body }, "en");
    const { given, send, expect } = scenarioIn(text);
    assert.deepEqual(given, {
      tenant: "hakwonplus",
      sender: "02-1234-5678",
      settings: { recipient: "+82 10-5550-0001", variables: { SOLAPI_MOCK: "true" } },
      fault: [],
    });
    assert.deepEqual(send, [{ body: { tenant_id: 1, to: "+82 10-5550-0001", text: "가가가" } }]);
    assert.equal(expect.outcome, "ok");
  });
});
