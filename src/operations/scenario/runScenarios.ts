import os from "node:os";
import path from "node:path";
import { StackProcesses } from "../../runtime/control/stackProcesses";
import { KeptReports } from "../handOver/keptReports";
import { SCENARIO_SUFFIX } from "./readScenarios";
import type { ScenarioFile } from "./readScenarios";
import { runScenario } from "./runScenario";
import type { ScenarioContext, ScenarioPlace } from "./runScenario";
import type { ScenarioResult } from "./scenarioResult";

/** A result and where its scenario is written. */
export interface FileResult extends ScenarioResult {
  file: string;
  line: number;
}

export interface ScenariosPlace extends Omit<ScenarioPlace, "cwd" | "stacks" | "report"> {
  /** The folder in which programs of the user's own run. */
  workspace: string;
  /** The folder in which the messages of scenarios that fail are kept. */
  reports: string;
  /** How many run at the same time; by default two for each core, because a scenario mostly waits. */
  jobs?: number;
}

/**
 * Runs the scenarios of all files, each in a stack of its own, and yields each result as it comes. A problem in a file
 * is a result too: a scenario that cannot be read has not passed. One whose program finds its port taken, perhaps by the
 * program of another scenario, runs once more after all others, alone.
 */
export async function* runScenarios(
  files: readonly ScenarioFile[],
  { workspace, reports, jobs = 2 * os.availableParallelism(), ...place }: ScenariosPlace,
  context: ScenarioContext,
): AsyncGenerator<FileResult> {
  for (const { file, problems } of files) for (const problem of problems) yield unreadable(file, problem);
  const all = files.flatMap(({ file, scenarios }) => scenarios.map((each) => ({ file, ...each })));
  const programs = all.filter(({ scenario: { own } }) => own.api !== undefined || own.worker !== undefined).length;
  const stacks = new StackProcesses(place.distDir);
  const kept = new KeptReports(reports);
  const run = async ({ file, scenario, line }: FiledScenario): Promise<FileResult> => {
    const report = kept.of(`${file}\n${scenario.name}`, path.basename(file, SCENARIO_SUFFIX));
    const here = { ...place, stacks, report, cwd: path.resolve(workspace) };
    const result = await runScenario(scenario, here, context);
    return { ...result, file, line };
  };
  const again: FiledScenario[] = [];
  try {
    for await (const [each, result] of asTheyEnd(all, jobs, run)) {
      if (result.problem?.reason === "port-taken" && programs > 1) again.push(each);
      else yield result;
    }
    for await (const [, result] of asTheyEnd(again, 1, run)) yield result;
  } finally {
    await stacks.close();
  }
}

type FiledScenario = { file: string } & ScenarioFile["scenarios"][number];

/** Runs so many at the same time. Ends when all that were begun have ended, also where the caller leaves early. */
async function* asTheyEnd<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  run: (item: Item) => Promise<Result>,
): AsyncGenerator<[Item, Result]> {
  const waiting = [...items];
  const running = new Map<Item, Promise<[Item, Result]>>();
  try {
    while (waiting.length > 0 || running.size > 0) {
      for (const item of waiting.splice(0, Math.max(0, atOnce - running.size)))
        running.set(
          item,
          run(item).then((result) => [item, result]),
        );
      const ended = await Promise.race(running.values());
      running.delete(ended[0]);
      yield ended;
    }
  } finally {
    await Promise.allSettled(running.values());
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
