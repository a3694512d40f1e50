import assert from "node:assert/strict";
import { isKnownCode, knownCodes, meaningOf, retryOf } from "../../../src/runtime/provider/statusCodes";
import { causes } from "../../../src/diagnosis/causes/allCauses";

describe("Solapi's codes", () => {
  it("stand once each, and lead to causes that exist", () => {
    const codes = knownCodes();
    assert.equal(new Set(codes.map(({ code }) => code)).size, codes.length);
    for (const { code, cause } of codes) {
      assert.ok(cause === "none" || Object.hasOwn(causes, cause), `${code} leads to ${cause}`);
    }
  });

  it("say by their first digit where it went wrong", () => {
    const kinds = ["1062", "2062", "3043", "4000", "2000", "InvalidAPIKey"].map((code) => meaningOf(code).kind);
    assert.deepEqual(kinds, ["intake", "platform", "carrier", "progress", "progress", "error"]);
  });

  it("are never sent again where sending may have happened, nor where nothing can change", () => {
    assert.equal(retryOf("1062"), "never");
    assert.equal(retryOf("1030"), "later");
    assert.equal(retryOf("ParseError"), "ambiguous");
    assert.equal(retryOf("HTTP_502"), "ambiguous");
    assert.equal(retryOf("AlreadySent"), "never");
    for (const { code, kind, retry } of knownCodes())
      if (kind === "platform" || kind === "carrier") assert.notEqual(retry, "later", code);
  });

  it("are judged by their form where they are not known", () => {
    const judge = (code: string): unknown[] => [isKnownCode(code), meaningOf(code).kind, meaningOf(code).cause];
    assert.deepEqual(judge("1999"), [false, "intake", "provider.refused"]);
    assert.deepEqual(judge("2999"), [false, "platform", "provider.undelivered"]);
    assert.deepEqual(judge("3999"), [false, "carrier", "provider.undelivered"]);
    assert.deepEqual(judge("HTTP_599"), [false, "error", "provider.server-error"]);
    assert.deepEqual(judge("SomethingNew"), [false, "error", "provider.refused"]);
    assert.equal(meaningOf("constructor").kind, "error");
  });
});
