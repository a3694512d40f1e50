import type { Evidence } from "../evidence";
import type { PastedState } from "../logs/exports/statePaste";
import { UNWANTED } from "../logs/exports/stateTable";
import { clip } from "../logLines";

/** The state of the worker's container or process. */
export interface WorkerProcess {
  state?: "running" | "exited" | "restarting" | "missing" | "created" | "paused";
  /** The state as collected. */
  said?: string;
  name?: string;
  exitCode?: number;
  isOomKilled?: boolean;
  /** Scaled to nothing. */
  isUnwanted?: boolean;
  restarts?: number;
  startedAt?: number;
  health?: string;
  /** Where the state was read. */
  source: "worker.container" | "worker.process" | "worker.logs";
}

/** The collected state, otherwise the state that a command pasted as the worker's log shows. */
export function readContainer(
  collected: NonNullable<Evidence["worker"]>["container"],
  pasted?: PastedState,
): WorkerProcess {
  const container = collected ?? pasted;
  if (!container) return { source: "worker.container" };
  const source = !collected ? "worker.logs" : collected.name ? "worker.container" : "worker.process";
  const said = stateOf(container.state);
  // Recreated after it ended: it is between two attempts, not "never started".
  const isAgain = (container.restartCount ?? 0) > 0;
  const state = said === "created" && isAgain ? "restarting" : said;
  const startedAt = container.startedAt ? Date.parse(container.startedAt) : Number.NaN;
  return {
    source,
    ...(state && { state }),
    ...(container.state && { said: clip(container.state, 60) }),
    ...(container.name && { name: container.name }),
    ...(container.state === UNWANTED && { isUnwanted: true }),
    ...(container.exitCode !== undefined && { exitCode: container.exitCode }),
    ...(container.oomKilled !== undefined && { isOomKilled: container.oomKilled }),
    ...(/oom/i.test(container.state ?? "") && { isOomKilled: true }),
    ...(container.restartCount !== undefined && { restarts: container.restartCount }),
    ...(Number.isFinite(startedAt) && startedAt > 0 && { startedAt }),
    ...(container.health && { health: container.health }),
  };
}

/** Maps Docker's states and their equivalents from ECS, Kubernetes and people. */
function stateOf(said: string | undefined): WorkerProcess["state"] {
  if (!said) return undefined;
  if (/image|pull|creating|CreateContainer/i.test(said)) return "created";
  if (/restart|crash|backoff/i.test(said)) return "restarting";
  if (/missing|not.?found|no such|absent|removed|removing|none/i.test(said)) return "missing";
  if (/exit|dead|stopp|terminat|completed|killed|down|fail/i.test(said)) return "exited";
  if (/created|pending|provisioning|waiting/i.test(said)) return "created";
  if (/paus/i.test(said)) return "paused";
  return /running|up\b|healthy/i.test(said) ? "running" : undefined;
}
