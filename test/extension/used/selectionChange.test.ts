import assert from "node:assert/strict";
import * as vscode from "vscode";
import { AuditLog } from "../../../src/targets/safety/auditLog";
import { activateExtension, answering, endStack, run, useOwnStack } from "../extensionFixture";
import { ACCESS, startBackend } from "./backendServer";
import type { StartedBackend } from "./backendServer";

const settings = () => vscode.workspace.getConfiguration("messaging");

describe("two real environments, of which one is production", () => {
  let folder: string;
  let live: StartedBackend;
  let staging: StartedBackend;

  before(async () => {
    folder = useOwnStack();
    [live, staging] = [await startBackend(), await startBackend()];
    await activateExtension();
    const backend = ({ url }: StartedBackend) => ({
      tenantCode: "hakwonplus",
      api: { url },
      tenantData: { kind: "http" },
    });
    await settings().update("environments", {
      live: { ...backend(live), production: true },
      staging: backend(staging),
    });
    for (const environment of ["live", "staging"])
      await run("messaging.environment.logIn", { environment, token: ACCESS });
    await run("messaging.environment.select", "live");
  });

  after(async () => {
    await settings().update("environment", undefined);
    await settings().update("environments", undefined);
    for (const backend of [live, staging]) await backend.close();
    await endStack(folder);
  });

  const fix = () => run("messaging.sender.fix", { tenantCode: "hakwonplus", number: "0212345678" });
  const entries = async () =>
    (await new AuditLog(folder).entries()).map(({ kind, environment, production, outcome }) => [
      kind,
      environment,
      production,
      outcome,
    ]);

  it("write to the one that was opened, guarded and recorded, where the other is selected while it asks (production was written unguarded)", async () => {
    const asked: string[] = [];
    await answering(
      {
        confirm: async ({ question }) => {
          asked.push(question);
          await run("messaging.environment.select", "staging");
          return true;
        },
        choose: (_title, choices) =>
          Promise.resolve(choices.find(({ value }) => (value as unknown) === "apply")?.value),
        ask: ({ isConfirmation, value }) => Promise.resolve(isConfirmation ? "hakwonplus" : value),
      },
      fix,
    );
    assert.equal(settings().get("environment"), "staging");
    assert.match(asked[0] ?? "", /^live is production\./);
    assert.deepEqual([live.written, staging.written], [["0212345678"], []]);
    assert.deepEqual(await entries(), [
      ["set-sender", "live", true, "begun"],
      ["set-sender", "live", true, "done"],
    ]);
  });
});
