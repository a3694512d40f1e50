import assert from "node:assert/strict";
import fc from "fast-check";
import { ExpectedError } from "../../../../src/common/errors";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { renderMarkdown, renderReport } from "../../../../src/diagnosis/report/report";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { assertConforms } from "../blind/conformity";
import { PASTED_BUNDLES } from "./pastedBundles";

/** The parent's number below in every form in which people write it, and any other mobile number outside a sender's place. */
const PARENT = /(?:\+?82[- ]?|\b0)10[-. ]?4321[-. ]?\d{4}\b/;
/** The academy's own sender is named in full where it is the point; a count that looks like a number stays a count. */
const SENDER_OR_COUNT =
  /sender|SENDER|phoneNumber|before|after|status$|[a-z](?:Seconds|Ms|Count|Code)$|balance|point|\bid\b/;

const parentNumber = fc
  .tuple(
    fc.constantFrom("010", "+8210", "8210", "+82 10", "+82-10"),
    fc.constantFrom("", "-", " ", "."),
    fc.integer({ min: 1000, max: 9999 }),
  )
  .map(([prefix, between, end]) => `${prefix}${between}4321${between}${end}`);

/** All that a person or a script may do to one value. */
const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  parentNumber,
  parentNumber.map((number) => `{"to": "${number}", "text": "안녕하세요"}`),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(
    "",
    " ",
    "null",
    "NaN",
    "\u0000",
    "\uFEFF{}",
    "9".repeat(400),
    "a".repeat(20_000),
    -1,
    1e308,
    2 ** 53,
    [],
    {},
    [[]],
    true,
  ),
);

type Path = (string | number)[];

const pathsOf = (value: unknown, at: Path = []): Path[] =>
  typeof value !== "object" || value === null
    ? [at]
    : [
        at,
        ...Object.entries(value).flatMap(([key, inner]) =>
          pathsOf(inner, [...at, Array.isArray(value) ? Number(key) : key]),
        ),
      ];

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === key ? replaced(item, rest, by) : item));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

const mutated = fc
  .tuple(fc.constantFrom(...PASTED_BUNDLES), fc.array(fc.tuple(fc.nat(), strangeValue), { minLength: 1, maxLength: 4 }))
  .map(([{ bundle }, changes]) =>
    changes.reduce<unknown>((current, [seed, by]) => {
      const paths = pathsOf(current).filter((path) => !SENDER_OR_COUNT.test(path.join(".")));
      return replaced(current, paths[seed % paths.length] ?? [], by);
    }, bundle),
  );

/** What the command does with a text: the exit codes 0, 1 and 2 come from a diagnosis, 64 from the one expected error. */
function assertReads(json: string): void {
  let evidence;
  try {
    evidence = parseEvidence(json);
  } catch (error) {
    assert.ok(ExpectedError.is(error), String(error));
    assert.equal(error.reason, "evidence-unreadable");
    assert.match(error.message, /: [$\w].*: ./s, "names the path, whose last keys may be anything");
    assert.doesNotMatch(error.message, PARENT);
    return;
  }
  const diagnosis = diagnose(evidence);
  assertConforms(diagnosis);
  const shown = [
    JSON.stringify(diagnosis),
    renderMarkdown(diagnosis, evidence, { language: "en" }),
    ...renderReport(diagnosis, evidence, { language: "ko" }).map((line) => line.map(({ text }) => text).join("")),
  ];
  for (const text of shown) assert.doesNotMatch(text, PARENT);
}

describe("the bundle reader, whatever it is given", () => {
  const options = { seed: 20_260_820, numRuns: 600 };

  it("reads or refuses any JSON", () => {
    fc.assert(fc.property(fc.json(), assertReads), options);
  });

  it("reads or refuses any text", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), assertReads), options);
  });

  it("reads or refuses bundles of which values were replaced", () => {
    fc.assert(
      fc.property(mutated, (bundle) => assertReads(JSON.stringify(bundle))),
      options,
    );
  });

  it("reads or refuses bundles that were cut off or damaged on the way", () => {
    const damaged = fc
      .tuple(
        fc.constantFrom(...PASTED_BUNDLES),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.string({ maxLength: 5 }),
      )
      .map(([{ bundle }, share, noise]) => {
        const json = JSON.stringify(bundle, null, 2);
        const at = Math.floor(json.length * share);
        return noise ? json.slice(0, at) + noise + json.slice(at) : json.slice(0, at);
      });
    fc.assert(fc.property(damaged, assertReads), options);
  });

  it("shows no parent's number from any log line", () => {
    const line = fc.tuple(fc.constantFrom(...PASTED_BUNDLES), parentNumber, fc.nat());
    fc.assert(
      fc.property(line, ([{ bundle }, number, seed]) => {
        const logs = (bundle["worker"] as { logs?: string } | undefined)?.logs ?? "";
        const lines = logs.split("\n").map((text) => text.replace(/0101\*{4}|01012345678/g, number));
        lines.splice(
          seed % (lines.length + 1),
          0,
          `2026-03-05 10:00:02,000 [ERROR] [MESSAGING-WORKER] send_sms failed to=${number} text='${number}'`,
        );
        assertReads(JSON.stringify({ ...bundle, worker: { ...(bundle["worker"] as object), logs: lines.join("\n") } }));
      }),
      options,
    );
  });
});
