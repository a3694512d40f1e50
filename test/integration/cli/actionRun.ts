import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";

interface CompositeAction {
  inputs: Record<string, { default: string }>;
  runs: { using: string; steps: { run?: string; shell?: string; env?: Record<string, string> }[] };
}

/** How a step or the whole action ended. */
export interface ActionEnd {
  status: number | null;
  output: string;
  /** What was written into the job's summary. */
  summary: string;
}

/**
 * Runs the steps of action.yml that have a program, as a runner does: each in a file that its own shell reads, the inputs
 * in its variables, until one fails. Steps that use another action are the runner's.
 */
export function runAction(
  given: Record<string, string>,
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): ActionEnd {
  const { inputs, runs } = parse(fs.readFileSync("action.yml", "utf8")) as CompositeAction;
  assert.equal(runs.using, "composite");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-action-"));
  const summary = path.join(folder, "summary.md");
  fs.writeFileSync(summary, "");
  const valueOf = (text: string) =>
    text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_whole, name: string) => given[name] ?? inputs[name]!.default);
  const end: ActionEnd = { status: 0, output: "", summary: "" };
  try {
    for (const [index, step] of runs.steps.entries()) {
      if (step.run === undefined || end.status !== 0) continue;
      const script = path.join(folder, `step-${index}`);
      fs.writeFileSync(script, valueOf(step.run));
      const [command = "", ...words] = step.shell!.split(" ").map((word) => word.replace("{0}", script));
      const variables = Object.entries(step.env ?? {}).map(([name, text]) => [name, valueOf(text)]);
      const ended = spawnSync(command, words, {
        cwd,
        env: {
          ...env,
          ...Object.fromEntries(variables),
          GITHUB_STEP_SUMMARY: summary,
          npm_config_offline: "true",
          npm_config_cache: path.join(folder, "cache"),
        },
        encoding: "utf8",
      });
      end.status = ended.status;
      end.output += ended.stdout + ended.stderr;
    }
    return { ...end, summary: fs.readFileSync(summary, "utf8") };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
