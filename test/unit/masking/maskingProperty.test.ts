import assert from "node:assert/strict";
import fc from "fast-check";
import { maskText } from "../../../src/common/masking";
import { context, digitsIn, koreanNumber, otherNumber } from "./spellings";

const CASES = 10_000;
const SEED = 20_261_130;

const names = fc.constantFrom(
  ..."SECRET_KEY SOLAPI_API_SECRET AWS_SECRET_ACCESS_KEY DB_PASS DB_PASSWD PGPASSWORD dbPassword apiKey api-key X-Api-Key accessToken csrfmiddlewaretoken sessionid SENTRY_DSN passphrase pwd MESSAGING_TENANT_BINDING_KEY client_secret SECRET_KEY_2".split(
    " ",
  ),
);
const word = fc.stringMatching(/^[A-Za-z0-9]{3}[A-Za-z0-9!#$%*+.:/@^_~-]{5,20}[A-Za-z0-9]{3}$/);
const sentence = fc.stringMatching(/^[A-Za-z0-9]{4}(?: [A-Za-z0-9,;]{2,6}){1,3}[A-Za-z0-9]{4}$/);

/** A secret as somebody wrote it down, and the secret itself. */
const secret = fc.oneof(
  fc.tuple(names, fc.constantFrom("=", ": ", " = ", "=>", ":"), word).map(([name, between, value]) => ({
    text: `${name}${between}${value}`,
    value,
  })),
  fc
    .tuple(names, fc.constantFrom("=", ": "), fc.constantFrom("'", '"'), fc.oneof(word, sentence))
    .map(([name, between, quote, value]) => ({ text: `${name}${between}${quote}${value}${quote}`, value })),
  fc.tuple(names, word).map(([name, value]) => ({ text: `{"${name}": "${value}", "x": 1}`, value })),
  fc.tuple(fc.constantFrom("Bearer", "Token", "Basic", "HMAC-SHA256"), word).map(([scheme, value]) => ({
    text: `Authorization: ${scheme} ${value}`,
    value,
  })),
  fc.tuple(fc.constantFrom("postgres", "redis", "amqp", "https"), word).map(([scheme, value]) => ({
    text: `${scheme}://academy:${value.replace(/^\d+/, "p")}@db.internal:5432/x`,
    value: value.replace(/^\d+/, "p"),
  })),
  fc.stringMatching(/^[0-9A-F]{8}\.[\w-]{20}$/).map((value) => ({ text: `token eyJhbGciOi${value}`, value })),
  fc.stringMatching(/^[A-Za-z0-9]{36}$/).map((value) => ({ text: `cloned with ghp_${value}`, value })),
  fc.stringMatching(/^[0-9A-Z]{16}$/).map((value) => ({ text: `(AKIA${value})`, value })),
  fc
    .stringMatching(/^[0-9A-Z]{15}[G-Z][0-9A-Z]{15}\d$/)
    .map((value) => ({ text: `Service('NCSX', '${value}')`, value })),
);

const PIECE = 5;
const piecesOf = (value: string) =>
  Array.from({ length: Math.max(1, value.length - PIECE + 1) }, (_, at) => value.slice(at, at + PIECE));

describe(`masking: ${2 * CASES} spellings in every context`, () => {
  it("no number is left", () => {
    fc.assert(
      fc.property(fc.oneof(koreanNumber, otherNumber), context, ({ text, last }, [, write]) => {
        fc.pre(
          !digitsIn(write("0101")).includes(last) &&
            !digitsIn(write(Array.from(text).slice(0, 6).join(""))).includes(last),
        );
        const masked = maskText(write(text));
        assert.ok(!digitsIn(masked).includes(last), `${write(text)} → ${masked}`);
      }),
      { numRuns: CASES, seed: SEED },
    );
  });

  it("no piece of a secret is left", () => {
    fc.assert(
      fc.property(secret, context, ({ text, value }, [, write]) => {
        const masked = maskText(write(text));
        const around = write(text.replace(value, ""));
        for (const piece of piecesOf(value))
          assert.ok(!masked.includes(piece) || around.includes(piece), `${write(text)} → ${masked}`);
      }),
      { numRuns: CASES, seed: SEED },
    );
  });
});
