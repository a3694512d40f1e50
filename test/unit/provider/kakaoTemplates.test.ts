import assert from "node:assert/strict";
import fc from "fast-check";
import {
  fitsTemplate,
  placeholdersOf,
  renderTemplate,
} from "../../../src/runtime/provider/sandbox/messages/kakaoTemplates";

describe("Alimtalk templates", () => {
  const content = "[#{academy}] #{name} 학생, #{name}!\n#{link}";

  it("render with the names of variables bare or in their brackets", () => {
    const variables = { "#{academy}": "학원", name: "김민준", "#{link}": "a" };
    assert.deepEqual(renderTemplate(content, variables), { text: "[학원] 김민준 학생, 김민준!\na", missing: [] });
    assert.deepEqual(placeholdersOf(content), ["academy", "name", "link"]);
  });

  it("name the variables that are missing and leave their placeholders", () => {
    const { text, missing } = renderTemplate(content, { name: "$&" });
    assert.equal(text, "[#{academy}] $& 학생, $&!\n#{link}");
    assert.deepEqual(missing, ["academy", "link"]);
  });

  it("fit whatever they render, and nothing whose fixed parts differ", () => {
    const value = fc.string({ maxLength: 12 });
    const parts = fc.array(
      fc.tuple(
        fc.string({ maxLength: 5 }).map((part) => part.replace(/[#{}\r]/g, "")),
        value,
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(parts, (pairs) => {
        const template = pairs.map(([fixed], index) => `${fixed}#{v${index}}`).join("");
        const variables = Object.fromEntries(pairs.map(([, each], index) => [`#{v${index}}`, each]));
        assert.ok(fitsTemplate(template, renderTemplate(template, variables).text));
      }),
    );
    assert.ok(!fitsTemplate("안녕 #{a} 님", "안녕 김민준 씨"));
    assert.ok(!fitsTemplate("가나#{a}나다", "가나다"), "fixed parts may not overlap");
    assert.ok(fitsTemplate("한 줄\n#{a}", "한 줄\r\n둘"));
    assert.ok(!fitsTemplate("고정", "고정!"));
  });
});
