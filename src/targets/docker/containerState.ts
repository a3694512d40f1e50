import type { ContainerInspectInfo } from "dockerode";
import type { WorkerContainer } from "../environment";
import type { RunState } from "./tail/containerRuns";
import { BEGINNING, readEngineTime } from "./tail/engineTime";

export function runState({ State }: ContainerInspectInfo): RunState {
  return {
    // Both are true between the attempts of a restart policy.
    isRunning: State.Running && !State.Restarting,
    startedAt: readEngineTime(State.StartedAt) ?? BEGINNING,
    finishedAt: readEngineTime(State.FinishedAt) ?? BEGINNING,
    exitCode: State.ExitCode,
    oomKilled: State.OOMKilled,
  };
}

/** In the terms of the evidence bundle. */
export function describeContainer({ Name, State, RestartCount, Config }: ContainerInspectInfo): WorkerContainer {
  const hasStarted = !State.StartedAt.startsWith("0001");
  return {
    name: Name.replace(/^\//, ""),
    state: State.Status,
    // While it runs the exit code is a meaningless zero.
    ...(hasStarted && !State.Running && { exitCode: State.ExitCode }),
    ...(State.Restarting && { exitCode: State.ExitCode }),
    oomKilled: State.OOMKilled,
    restartCount: RestartCount,
    ...(hasStarted && { startedAt: State.StartedAt }),
    ...(State.Health && State.Health.Status !== "none" && { health: State.Health.Status }),
    image: Config.Image,
  };
}
