import assert from "node:assert/strict";
import fs from "node:fs";
import { Command } from "commander";
import { parse } from "yaml";
import { addTestCommand } from "../../../src/cli/scenario/testCommand";

interface Action {
  inputs: Record<string, { default: string }>;
  runs: { steps: { run?: string; shell?: string; env?: Record<string, string> }[] };
}
interface Workflow {
  jobs: { scenarios: { steps: { uses: string; with?: Record<string, string> }[] } };
}

describe("action.yml", () => {
  const action = parse(fs.readFileSync("action.yml", "utf8")) as Action;
  const steps = action.runs.steps.filter(({ run }) => run !== undefined);

  it("runs the command with options that it has", () => {
    const program = new Command();
    addTestCommand(program, { run: () => Promise.resolve() });
    const known = program.commands[0]!.options.map(({ long }) => long);
    const used = steps.flatMap(({ run = "" }) => [...run.matchAll(/"(--(?!yes)\w+)"/g)].map(([, option]) => option));
    assert.deepEqual(used, ["--summary", "--junit"]);
    for (const option of used) assert.ok(known.includes(option), option);
  });

  it("reads every input as a variable, never as code, and needs no POSIX shell", () => {
    const passed = steps
      .flatMap(({ env = {} }) => Object.values(env))
      .map((value) => /inputs\.([\w-]+)/.exec(value)?.[1]);
    assert.deepEqual(
      passed.sort(),
      Object.keys(action.inputs)
        .filter((name) => name !== "node-version")
        .sort(),
    );
    for (const { run = "", shell } of steps) {
      assert.doesNotMatch(run, /\$\{\{/);
      assert.equal(shell, "node {0}");
    }
  });

  it("is used in docs/testing.md with inputs that it has", () => {
    const [, text = ""] = /^```yaml\n([\s\S]*?)^```/m.exec(fs.readFileSync("docs/testing.md", "utf8"))!;
    const used = (parse(text) as Workflow).jobs.scenarios.steps.find(({ uses }) => uses.startsWith("messaging-"));
    for (const name of Object.keys(used?.with ?? {})) assert.ok(name in action.inputs, name);
  });
});
