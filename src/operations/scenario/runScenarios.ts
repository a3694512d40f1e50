import os from "node:os";
import path from "node:path";
import type { ScenarioFile } from "./readScenarios";
import { runScenario } from "./runScenario";
import type { ScenarioContext, ScenarioPlace } from "./runScenario";
import type { ScenarioResult } from "./scenarioResult";

/** A result and where its scenario is written. */
export interface FileResult extends ScenarioResult {
  file: string;
  line: number;
}

export interface ScenariosPlace extends Omit<ScenarioPlace, "cwd"> {
  /** The folder in which programs of the user's own run. */
  workspace: string;
  /** How many run at the same time; by default two for each core, because a scenario mostly waits. */
  jobs?: number;
}

/**
 * Runs the scenarios of all files, each in a stack of its own, and yields each result as it comes. A problem in a file
 * is a result too: a scenario that cannot be read has not passed.
 */
export async function* runScenarios(
  files: readonly ScenarioFile[],
  { workspace, jobs = 2 * os.availableParallelism(), ...place }: ScenariosPlace,
  context: ScenarioContext,
): AsyncGenerator<FileResult> {
  for (const { file, problems } of files) for (const problem of problems) yield unreadable(file, problem);
  const waiting = files.flatMap(({ file, scenarios }) => scenarios.map((each) => ({ file, ...each })));
  const running = new Map<string, Promise<readonly [key: string, result: FileResult]>>();
  try {
    while (waiting.length > 0 || running.size > 0) {
      for (const { file, scenario, line } of waiting.splice(0, Math.max(0, jobs - running.size))) {
        const key = `${file}:${line}`;
        const run = runScenario(scenario, { ...place, cwd: path.resolve(workspace) }, context);
        running.set(
          key,
          run.then((result) => [key, { ...result, file, line }] as const),
        );
      }
      const [key, result] = await Promise.race(running.values());
      running.delete(key);
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values()); // each ends its stack
  }
}

const unreadable = (file: string, { line, message, name }: ScenarioFile["problems"][number]): FileResult => ({
  file,
  line,
  name: name ?? path.basename(file),
  status: "broken",
  elapsedMs: 0,
  differences: [],
  traceIds: [],
  problem: { reason: "scenario-unreadable", message },
});
