import assert from "node:assert/strict";
import fs from "node:fs";
import { scenariosIn } from "../../../src/operations/scenario/readScenarios";
import { scenarioJsonSchema } from "../../../src/operations/scenario/scenarioSchema";

const SCHEMA = "schemas/scenario.schema.json";

const problemsOf = (...lines: string[]) =>
  scenariosIn(lines.join("\n")).problems.map(({ line, message }) => `${line}: ${message}`);

describe("a file of scenarios", () => {
  it("may leave out all but name and expect", () => {
    const [first] = scenariosIn("name: a\nexpect: {}").scenarios;
    assert.deepEqual(first, {
      line: 1,
      scenario: { name: "a", given: { tenant: "hakwonplus", fault: [] }, own: {}, expect: { order: "any" } },
    });
  });

  it("holds several, each with its line", () => {
    const { scenarios, problems } = scenariosIn("name: a\nexpect: {}\n---\n\nname: b\nexpect: {}\n");
    assert.deepEqual(problems, []);
    assert.deepEqual(
      scenarios.map(({ scenario, line }) => [scenario.name, line]),
      [
        ["a", 1],
        ["b", 5],
      ],
    );
  });

  it("reads numbers without quotes where texts are meant, and times", () => {
    const [first] = scenariosIn("name: a\nexpect: { code: 4000, within: 2 min }").scenarios;
    assert.deepEqual(first?.scenario.expect, { code: "4000", within: 120_000, order: "any" });
  });

  it("names an unknown field, its line and the nearest right one", () => {
    assert.deepEqual(problemsOf("name: a", "send:", "  studnts: [1]", "expect: { outcme: ok, inbox: [{ tex: b }] }"), [
      "3: There is no field studnts here; did you mean students?",
      "4: There is no field tex here; did you mean text?",
      "4: There is no field outcme here; did you mean outcome?",
    ]);
  });

  it("lists the fields where none is near", () =>
    assert.deepEqual(problemsOf("name: a", "given: { weather: rain }", "expect: {}"), [
      "2: There is no field weather here; there are: tenant, sender, settings, fault",
    ]));

  it("names a field without an index where the file has no list", () =>
    assert.deepEqual(problemsOf("name: a", "send:", "  mode: fax", "expect: {}"), [
      "3: send.mode: must be one of sms, alimtalk, both",
    ]));

  it("names the send of a list", () =>
    assert.deepEqual(problemsOf("name: a", "send:", "  - text: b", "  - to: uncle", "expect: {}"), [
      "4: send.1.to: must be one of student, parent",
    ]));

  it("takes body or the API's fields, not both", () =>
    assert.deepEqual(problemsOf("name: a", "send:", "  body: b", "  text: c", "expect: {}"), [
      "4: send.text: body goes past the API: leave this out",
    ]));

  it("names causes that do not exist, with the nearest one", () =>
    assert.deepEqual(
      problemsOf("name: a", "given: { fault: api.sender-emty }", "expect: { cause: provider.balanse }"),
      [
        "1: There is no cause api.sender-emty; did you mean api.sender-empty?",
        "1: There is no cause provider.balanse; did you mean provider.balance?",
      ],
    ));

  it("takes a name once", () =>
    assert.deepEqual(problemsOf("name: a", "expect: {}", "---", "name: a", "expect: {}"), [
      "4: This name is used in line 1 already",
    ]));

  it("says the line of what is no YAML", () => {
    const [first] = problemsOf("name: a", "expect: {", "  outcome: ok");
    assert.match(first!, /^[34]: Flow map/);
  });

  it("is bounded where aliases multiply", () => {
    const doubled = Array.from({ length: 20 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`);
    assert.deepEqual(problemsOf("a0: &a0 [x]", ...doubled), ["1: A text here stands for too many others"]);
  });

  it("is bounded in size, depth and problems (a megabyte kept the editor busy for 18 s)", () => {
    assert.match(problemsOf("[".repeat(1e6))[0]!, /^1: it has 1000000 characters, 65536 at most/);
    assert.equal(problemsOf("- ".repeat(30_000))[0], "1: it is nested too deep");
    assert.equal(problemsOf("---\n".repeat(10_000)).length, 100);
  });

  it("does not quote a file that is none of scenarios", () => {
    const [first] = problemsOf("SECRET_KEY='a b' PLANTED1", "TOKEN: PLANTED2: x");
    assert.equal(first, "1: Implicit keys need to be on a single line");
    assert.doesNotMatch(problemsOf('a: "b" "PLANTED3"', "'c' 'PLANTED4'").join(), /PLANTED/);
  });

  it("says that it has none (an empty file passed)", () => {
    for (const text of ["", "# nothing", "\n\n", "---\n"])
      assert.deepEqual(problemsOf(text), ["1: There is no scenario here"], JSON.stringify(text));
  });

  it("says what is wrong with a value in words of its own", () => {
    const wrong = (...lines: string[]) => problemsOf("name: a", ...lines).map((each) => each.slice(3));
    assert.deepEqual(wrong("expect:"), ["expect: must have fields"]);
    assert.deepEqual(wrong("expect: { within: 0s }"), ["expect.within: must be more than 0 and at most 30 min"]);
    assert.deepEqual(wrong("expect: { within: 5 hours }"), [
      "expect.within: must be a time such as 5s, 300 ms or 2 min",
    ]);
    assert.deepEqual(wrong('own: { worker: "" }', "expect: {}"), ["own.worker: must not be empty"]);
    assert.deepEqual(wrong("expect: { inbox: -1 }"), ["expect.inbox: must be 0 or more"]);
    assert.deepEqual(wrong("given: { settings: { active: 1 } }", "expect: {}"), [
      "given.settings.active: must be true or false",
    ]);
    assert.deepEqual(wrong("name: b", "expect: {}"), ["Duplicate field"]);
    assert.deepEqual(wrong("\tgiven: {}", "expect: {}"), ["YAML does not allow tabs for indentation; use spaces"]);
  });

  it("names a verdict that no message can have", () => {
    assert.deepEqual(problemsOf("name: a", "expect: { outcome: ok, layer: api }"), [
      "1: Contradiction: outcome ok has no layer and no cause, but api is expected",
    ]);
    assert.deepEqual(problemsOf("name: a", "expect: { layer: api, cause: worker.exited }"), [
      "1: Contradiction: cause worker.exited is not in layer api",
    ]);
  });

  it("keeps what a phone number begins with, without quotes (0212345678 was 212345678)", () => {
    const { scenarios } = scenariosIn(
      "name: a\ngiven: { sender: 0212345678 }\nexpect: { code: 4000, sender: +82212345678 }",
    );
    assert.equal(scenarios[0]?.scenario.given.sender, "0212345678");
    assert.deepEqual(scenarios[0].scenario.expect, { code: "4000", sender: "+82212345678", order: "any" });
  });

  it("takes anchors, aliases and merge keys", () => {
    const { scenarios, problems } = scenariosIn(
      "name: a\nsend:\n  - &first { text: b }\n  - { <<: *first, students: [2] }\nexpect: {}",
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(scenarios[0]?.scenario.send, [{ text: "b" }, { text: "b", students: [2] }]);
  });

  it("is UTF-8, with or without a byte-order mark, and says where it is not (a Korean name was taken for noise)", () => {
    const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
    assert.equal(scenariosIn(bytes([0xef, 0xbb, 0xbf], "name: 가\r\nexpect: {}")).scenarios[0]?.scenario.name, "가");
    assert.deepEqual(scenariosIn(bytes("name: ", [0xb0, 0xa1], "\nexpect: {}")).problems, [
      { line: 1, message: "The file is not UTF-8; save it as UTF-8" },
    ]);
  });

  it("keeps what is right beside what is wrong", () => {
    const { scenarios, problems } = scenariosIn("name: a\nexpect: {}\n---\nname: b\n");
    assert.deepEqual(
      scenarios.map(({ scenario }) => scenario.name),
      ["a"],
    );
    assert.deepEqual(problems, [{ line: 4, message: "expect: required", name: "b" }]);
  });
});

describe("the schema of scenarios for editors", () => {
  it(`is in ${SCHEMA} what the code reads (UPDATE=1 writes it)`, () => {
    const text = `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
    if (process.env["UPDATE"]) fs.writeFileSync(SCHEMA, text);
    assert.equal(fs.readFileSync(SCHEMA, "utf8"), text);
  });
});
