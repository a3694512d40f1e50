import fc from "fast-check";

type Json = Record<string, unknown>;

/** Lines of other programs, other messages and other days, as they stand beside the deciding ones. */
const unrelated = [
  '10.0.1.3 - - [05/Mar/2026:10:00:03 +0900] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.29"',
  "2026-03-04 21:12:00,500 [WARNING] [MESSAGING-WORKER] send failed, message will retry: [1030] 잔액 부족",
  "2026-03-04 21:12:00,500 [ERROR] [MESSAGING-WORKER] Failed to receive message from academy-messaging-jobs: Unable to locate credentials",
  "2026-03-04 21:15:00,010 [INFO] [MESSAGING-WORKER] a line that nobody has seen before 가나다",
  '\u001b[32mINFO\u001b[0m:     127.0.0.1:53211 - "GET /docs HTTP/1.1" 200 OK',
  "2026-03-05 01:00:02.402 UTC [77] LOG:  checkpoint complete: wrote 12 buffers",
];

/** Printed before the send: at the end of a log without times it would put everything before the send. */
const isOld = (which: number) => unrelated[which]?.startsWith("2026-03-04") ?? false;

const partsOf = (value: unknown, at: string[] = []): string[][] =>
  typeof value !== "object" || value === null || Array.isArray(value) || at.length > 2
    ? []
    : Object.entries(value).flatMap(([key, inner]) =>
        [[...at, key], ...(key === "body" || key === "env" ? [] : partsOf(inner, [...at, key]))].filter(
          ([first]) => first !== "version",
        ),
      );

function without(bundle: Json, [key = "", ...rest]: string[]): Json {
  const { [key]: inner, ...others } = bundle;
  return rest.length === 0 ? others : { ...others, [key]: without(inner as Json, rest) };
}

function withLogs(bundle: Json, change: (lines: string[]) => string[]): Json {
  const changed: Json = { ...bundle };
  for (const part of ["api", "worker"]) {
    const owner = bundle[part] as Json | undefined;
    if (typeof owner?.["logs"] !== "string") continue;
    changed[part] = { ...owner, logs: change(owner["logs"].split("\n")).join("\n") };
  }
  return changed;
}

function withText(bundle: Json, change: (text: string) => string): Json {
  return withLogs(bundle, (lines) => change(lines.join("\n")).split("\n"));
}

/** Only values whose case says nothing: states and words of tools. */
function recased(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => recased(item));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, recased(inner, name)]));
  }
  return typeof value === "string" && /^(?:state|health|status)$/.test(key) ? value.toUpperCase() : value;
}

function stringly(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => stringly(item));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, name === "version" ? inner : stringly(inner, name)]),
    );
  }
  return typeof value === "number" && key !== "version" ? String(value) : value;
}

const extra = (bundle: Json): Json => ({
  ...bundle,
  note: "새벽 2시, 급함",
  collector: { version: "0.3", host: { os: "linux" } },
  worker:
    typeof bundle["worker"] === "object" ? { ...(bundle["worker"] as Json), pid: 77, cpu: [0.1] } : bundle["worker"],
});

export interface Mutation {
  readonly name: string;
  readonly apply: (bundle: Json) => Json;
}

/** Something goes missing on the way. */
export const loss: fc.Arbitrary<Mutation> = fc.oneof(
  fc.nat().map((seed) => ({
    name: `drop #${seed}`,
    apply: (bundle: Json) => {
      const parts = partsOf(bundle);
      const part = parts[seed % Math.max(1, parts.length)];
      return part ? without(bundle, part) : bundle;
    },
  })),
  fc.double({ min: 0, max: 1, noNaN: true }).map((share) => ({
    name: `cut the end at ${share.toFixed(3)}`,
    apply: (bundle: Json) => withText(bundle, (text) => text.slice(0, Math.floor(text.length * share))),
  })),
  fc.double({ min: 0, max: 1, noNaN: true }).map((share) => ({
    name: `cut the start at ${share.toFixed(3)}`,
    apply: (bundle: Json) => withText(bundle, (text) => text.slice(Math.floor(text.length * share))),
  })),
);

/** It looks different and says the same. */
export const disguise: fc.Arbitrary<Mutation> = fc.oneof(
  fc.array(fc.tuple(fc.nat(), fc.nat(unrelated.length - 1)), { minLength: 1, maxLength: 6 }).map((places) => ({
    name: `unrelated lines ${places.map(([, which]) => which).join(",")}`,
    apply: (bundle: Json) =>
      withLogs(bundle, (lines) => {
        const mixed = [...lines];
        for (const [place, which] of places)
          mixed.splice(isOld(which) || place % 2 === 0 ? 0 : mixed.length, 0, unrelated[which] ?? "");
        return mixed;
      }),
  })),
  fc.nat().map((seed) => ({
    name: `double line ${seed}`,
    apply: (bundle: Json) =>
      withLogs(bundle, (lines) => lines.flatMap((line, at) => (at === seed % lines.length ? [line, line] : [line]))),
  })),
  fc.constant({ name: "CRLF", apply: (bundle: Json) => withText(bundle, (text) => text.replaceAll(/\r?\n/g, "\r\n")) }),
  fc.constant({
    name: "compose prefix",
    apply: (bundle: Json) =>
      withLogs(bundle, (lines) => lines.map((line) => `worker-1  | ${line.replace(/^worker-1 {2}\| /, "")}`)),
  }),
  fc.constant({ name: "upper case states", apply: (bundle: Json) => recased(bundle) as Json }),
  fc.constant({ name: "numbers as strings", apply: (bundle: Json) => stringly(bundle) as Json }),
  fc.constant({ name: "extra fields", apply: extra }),
);
