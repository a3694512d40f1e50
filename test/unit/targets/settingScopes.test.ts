import assert from "node:assert/strict";
import { isOfWorkspace, strictEnvironments } from "../../../src/targets/settings/settingScopes";

const [A, B, C] = ["01011111111", "01022222222", "01033333333"];

/** As VS Code merges objects of settings: key by key, the stronger scope wins. */
const strict = (user: object, workspace: object) =>
  strictEnvironments({ prod: { ...user, ...workspace } }, { user: { prod: user }, workspace: { prod: workspace } });

describe("an environment in the settings of several scopes", () => {
  it("is production where any scope says so (a folder turned it off)", () => {
    const { value, decisions } = strict({ production: true, tenantCode: "a" }, { production: false });
    assert.deepEqual(value, { prod: { production: true, tenantCode: "a" } });
    assert.deepEqual(decisions, [{ environment: "prod", setting: "production", scopes: ["user"] }]);
    assert.deepEqual(strict({ production: false }, { production: true }).value, { prod: { production: true } });
    assert.deepEqual(strict({}, { production: false }).value, { prod: { production: false } });
  });

  it("keeps a mistyped production for the parser to refuse", () => {
    assert.deepEqual(strict({ production: true }, { production: "no" }).value, { prod: { production: "no" } });
  });

  it("allows the recipients that every scope allows (a folder added its own)", () => {
    const { value, decisions } = strict({ allowedRecipients: [A, B] }, { allowedRecipients: [B, C] });
    assert.deepEqual(value, { prod: { allowedRecipients: [B] } });
    assert.deepEqual(decisions[0]?.scopes, ["user", "workspace"]);
    assert.deepEqual(strict({ allowedRecipients: [A] }, { allowedRecipients: [C] }).value, {
      prod: { allowedRecipients: [] },
    });
    assert.deepEqual(strict({}, { allowedRecipients: [C] }).value, { prod: { allowedRecipients: [C] } });
  });

  it("leaves what is no object for the parser", () => {
    for (const value of [undefined, null, [], "x"]) assert.deepEqual(strictEnvironments(value, {}).value, value);
    assert.deepEqual(strictEnvironments({ prod: 1 }, { user: { prod: { production: true } } }).value, { prod: 1 });
  });

  it("belongs to the workspace where its settings describe it", () => {
    const scopes = { user: { mine: {}, both: {} }, workspace: { theirs: {} }, folder: { both: {} } };
    assert.deepEqual(
      ["mine", "theirs", "both", "none"].map((name) => isOfWorkspace(scopes, name)),
      [false, true, true, false],
    );
  });
});
