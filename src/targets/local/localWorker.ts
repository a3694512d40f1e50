import type { StackClient } from "../../runtime/control/stackClient";
import type { WorkerProcessStatus } from "../../runtime/stack/workerSupervisor";
import type { TailEntry, WorkerContainer, WorkerTarget } from "../environment";
import type { WorkerWriter } from "../writers";

export const createLocalWorker = (client: StackClient): WorkerTarget & WorkerWriter => ({
  origin: "local worker process",
  container: async (signal) => containerOf((await client.snapshot(signal)).worker),
  variables: async () => (await client.variables()).worker,
  linesSince: async (at) => (await client.recentLogs("worker")).filter((line) => line.at >= at),
  tail: (position, signal) => tail(client, position, signal),
  start: async () => void (await client.worker("start")),
  stop: async () => void (await client.worker("stop")),
  restart: async () => void (await client.worker("restart")),
});

/** The worker's process in a container engine's terms, which the rules know. It has no name: there is no container. */
function containerOf(status: WorkerProcessStatus): WorkerContainer {
  const { state, exitCode, signal, oomKilled, restartCount, startedAt } = status;
  const docker = {
    stopped: "missing",
    starting: restartCount > 0 ? "restarting" : "created",
    running: "running",
    restarting: "restarting",
    exited: "exited",
  };
  return {
    state: docker[state],
    restartCount,
    ...(startedAt !== undefined && { startedAt: new Date(startedAt).toISOString() }),
    ...(oomKilled !== undefined && { oomKilled }),
    // As shells and Docker count it: 128 plus the signal's number.
    ...(signal === "SIGKILL" ? { exitCode: 137 } : exitCode !== undefined && { exitCode }),
  };
}

/** The stack numbers the lines across all restarts of the worker. */
async function* tail(
  client: StackClient,
  position: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<TailEntry> {
  const newest = async () => (await client.recentLogs("worker")).at(-1)?.seq ?? 0;
  const since = position === undefined ? await newest() : Number(position);
  for await (const line of client.logs("worker", since, signal)) {
    yield { kind: "line", line, position: String(line.seq) };
  }
}
