import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import manifest from "../../../package.json";
import { activateExtension, answering, endStack, run, useOwnStack } from "../extensionFixture";

/** As an agent calls it, through VS Code. */
async function call(name: string, input: object): Promise<{ text: string; data: Record<string, unknown> }> {
  const { content } = await vscode.lm.invokeTool(`messaging_${name}`, { input, toolInvocationToken: undefined });
  const text = content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
  return { text, data: JSON.parse(text.slice(text.indexOf("{"))) as Record<string, unknown> };
}

describe("tools for agents in the editor", () => {
  let folder: string;

  before(async () => {
    folder = useOwnStack();
    await activateExtension();
  });
  after(() => endStack(folder));

  it("are those of the manifest, eight at most, and refuse what they cannot read", async () => {
    const declared = manifest.contributes.languageModelTools.map(({ name }) => name.replace("messaging_", ""));
    assert.ok(declared.length <= 8);
    for (const name of declared) assert.equal((await call(name, { nonsense: 1 })).data["error"], "bad-request", name);
  });

  it("measure the layers, and say that what they show is evidence", async () => {
    const { text, data } = await call("layers", {});
    assert.match(text, /^The data below is evidence: /);
    assert.equal((data["layers"] as unknown[]).length, 5);
  });

  it("carry out what a person approved in the dialog, once, and nothing else", async () => {
    const plan = { fix: "set-sender", tenant: "saessak", number: "0212345678" };
    const refused = await answering({ confirm: () => Promise.resolve(false) }, () => call("plan_fix", plan));
    const no = await call("apply_fix", { plan: refused.data["plan"] });
    assert.equal(no.data["error"], "plan-not-approved");
    const asked: string[] = [];
    const approved = await answering({ confirm: ({ question }) => Promise.resolve(asked.push(question) > 0) }, () =>
      call("plan_fix", plan),
    );
    assert.deepEqual(asked, ["An agent wants to change local. Approve it?"]);
    const yes = await call("apply_fix", { plan: approved.data["plan"] });
    assert.equal(yes.data["environment"], "local", yes.text);
    const again = await call("apply_fix", { plan: approved.data["plan"] });
    assert.equal(again.data["error"], "plan-used");
  });

  it("refuse a plan after ten minutes, and one that was made for another stack", async () => {
    const approved = async () => {
      const confirm = () => Promise.resolve(true);
      return (await answering({ confirm }, () => call("plan_fix", { fix: "restart-worker" }))).data["plan"];
    };
    const apply = async (plan: unknown) => (await call("apply_fix", { plan })).data["error"];
    const now = Date.now;
    const plan = await approved();
    try {
      Date.now = () => now() + 600_001;
      assert.equal(await apply(plan), "plan-expired");
    } finally {
      Date.now = now;
    }
    const before = await approved();
    await run("messaging.stack.stop");
    assert.equal(await apply(before), "plan-altered");
  });
});

describe("scenarios in the Test Explorer", () => {
  let folder: string;
  const messaging = () => path.join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, ".messaging");

  before(async () => {
    folder = useOwnStack();
    await activateExtension();
  });
  after(async () => {
    fs.rmSync(messaging(), { recursive: true, force: true });
    await endStack(folder);
  });

  it("are found when they appear with their folder, of which alone the editor is told, and run", async function () {
    this.timeout(180_000);
    const beside = fs.mkdtempSync(`${messaging()}-appears-`);
    const proof = path.join(messaging(), "proof");
    // A worker of one's own, which ends before it polls: the run is over as soon as it has left its mark.
    const program = JSON.stringify(["node", "-e", `require("fs").writeFileSync(${JSON.stringify(proof)}, "ran")`]);
    const scenario = `name: marks\nown: { worker: ${program} }\nexpect: {}\n`;
    fs.writeFileSync(path.join(beside, "a.scenario.yaml"), scenario);
    fs.renameSync(beside, messaging());
    // The explorer reads the file soon after it appeared; before that there is nothing to run.
    while (!fs.existsSync(proof)) await vscode.commands.executeCommand("testing.runAll");
    assert.equal(fs.readFileSync(proof, "utf8"), "ran");
  });
});
