import assert from "node:assert/strict";
import manifest from "../../../package.json";
import { environmentSchema } from "../../../scripts/environmentSchema";

describe("schema of messaging.environments", () => {
  const declared = manifest.contributes.configuration.properties["messaging.environments"];

  it("is in package.json what the code reads (node scripts/writeManifest.mjs)", () =>
    assert.deepEqual(declared.additionalProperties, JSON.parse(JSON.stringify(environmentSchema()))));

  it("takes values of a folder of its own", () => assert.equal(declared.scope, "resource"));
});
