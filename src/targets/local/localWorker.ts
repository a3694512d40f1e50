import * as l10n from "@vscode/l10n";
import type { StackClient } from "../../runtime/control/stackClient";
import type { WorkerProcessStatus } from "../../runtime/stack/supervisor/workerSupervisor";
import type { WorkerContainer, WorkerTarget } from "../environment";
import { tailOfStack } from "./localTail";
import type { WorkerWriter } from "../writers";

export const createLocalWorker = (client: StackClient): WorkerTarget & WorkerWriter => ({
  get origin() {
    return l10n.t("local worker process");
  },
  container: async (signal) => containerOf((await client.snapshot(signal)).worker),
  variables: async () => (await client.variables()).worker,
  linesSince: async (at) => (await client.recentLogs("worker")).filter((line) => line.at >= at),
  tail: (position, signal) => tailOfStack(client, "worker", position, signal),
  start: async () => void (await client.worker("start")),
  stop: async () => void (await client.worker("stop")),
  setAside: () => client.setWorkerAside(),
  hand: async (body) => void (await client.handToWorker(body)),
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
