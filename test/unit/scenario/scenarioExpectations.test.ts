import assert from "node:assert/strict";
import type { Finding } from "../../../src/diagnosis/diagnosis";
import type { InboxMessage } from "../../../src/runtime/provider/sandbox/messages/inbox";
import { scenariosIn } from "../../../src/operations/scenario/readScenarios";
import { differencesOf, equals } from "../../../src/operations/scenario/scenarioExpectations";
import type { ScenarioObservation } from "../../../src/operations/scenario/scenarioObservation";

const verdict: Finding = {
  layer: null,
  outcome: "ok",
  cause: "none",
  confidence: 1,
  title: "",
  explanation: "",
  evidence: [],
  fixes: [],
  needs: [],
};
const message = {
  traceId: "t",
  state: "delivered" as const,
  attempts: 1,
  sender: "0212345678",
  code: "4000",
  events: [],
};
const arrived = (text: string, at: number): InboxMessage => ({
  at,
  to: "01012345678",
  from: "0212345678",
  type: "SMS",
  text,
  subject: null,
  bytes: text.length,
  groupId: "G",
  messageId: "M",
  traceId: "t",
  statusCode: "4000",
});
const row = { id: "1", sent_at: "", success: true, failure_reason: "", recipient_summary: "0101****" };
const seen: ScenarioObservation = {
  sends: [{ verdict, messages: [message] }],
  inbox: [arrived("one", 1), arrived("two", 2)],
  rows: [row],
  sent: 2,
};

function differences(expect: string, observed: ScenarioObservation = seen, send = "") {
  const { scenarios, problems } = scenariosIn(`name: a\n${send}\nexpect: ${expect}`);
  assert.deepEqual(problems, []);
  return differencesOf(scenarios[0]!.scenario, observed);
}

describe("what a scenario expects", () => {
  for (const holds of [
    "{ outcome: ok, layer: none, cause: none, attempts: 1, code: 4000, sender: 02* }",
    "{ inbox: 2, rows: 1, sent: 2 }",
    "{ inbox: [{ text: two }, { text: one }] }",
    "{ order: sent, inbox: [{ text: one, code: 4000, sender: '0212345678' }, { text: two }] }",
    "{ inbox: [{ text: '*' }, { text: two }] }",
    "{ rows: [{ success: true, recipient_summary: '0101*' }] }",
  ])
    it(`holds: ${holds}`, () => assert.deepEqual(differences(holds), []));

  for (const [expect, what, expected, actual] of [
    ["{ outcome: blocked }", "outcome", "blocked", "ok"],
    ["{ layer: api }", "layer", "api", "none"],
    ["{ cause: api.timeout }", "cause", "api.timeout", "none"],
    ["{ attempts: 3 }", "attempts", "3", "1"],
    ["{ bytes: 4 }", "bytes", "4", "not known"],
    ["{ sent: 0 }", "sent", "0", "2"],
    ["{ rows: 0 }", "rows", "0", `1: [{"success":true,"failure_reason":"","recipient_summary":"0101****"}]`],
  ] as const)
    it(`does not hold: ${expect}`, () => assert.deepEqual(differences(expect), [{ what, expected, actual }]));

  it("tells an order that is wrong", () =>
    assert.deepEqual(
      differences("{ order: sent, inbox: [{ text: two }, { text: one }] }").map(({ what }) => what),
      ["inbox"],
    ));

  it("does not take an expectation for met by a message that another one needs", () =>
    assert.equal(differences("{ inbox: [{ text: one }, { text: one }] }").length, 1));

  it("says that rows cannot be read", () => {
    const { rows: _rows, ...rest } = seen;
    assert.deepEqual(differences("{ rows: 0 }", rest), [{ what: "rows", expected: "0", actual: "not known" }]);
  });

  it("names the send of several that differs; its own expectation comes first", () => {
    const two = {
      ...seen,
      sends: [seen.sends[0]!, { verdict: { ...verdict, outcome: "skipped" as const }, messages: [] }],
    };
    assert.deepEqual(differences("{ outcome: ok }", two), [
      { what: "outcome", expected: "ok", actual: "skipped", send: 2 },
    ]);
    assert.deepEqual(
      differences("{ outcome: ok }", two, "send: [{ text: a }, { text: b, expect: { outcome: skipped } }]"),
      [],
    );
  });
});

describe("a text with *", () => {
  for (const [pattern, text, is] of [
    ["a*c", "abc", true],
    ["a*c", "ac", true],
    ["a*a", "a", false],
    ["*b*", "abc", true],
    ["a*b*c", "acbc", true],
    ["a*b*c", "acc", false],
    ["abc", "abcd", false],
    ["*", "", true],
  ] as const)
    it(`${pattern} ${is ? "is" : "is not"} ${text || "empty"}`, () => assert.equal(equals(pattern, text), is));

  it("takes linear time", () => assert.equal(equals("*a".repeat(1_000), `${"a".repeat(100_000)}b`), false));
});
