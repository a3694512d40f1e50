/** A row of a table of containers, pods or programs. */
export interface StateRow {
  name: string;
  /** In the words of the tool. */
  state: string;
  exitCode?: number;
  restartCount?: number;
  /** A Deployment or StatefulSet, not one of its pods. */
  isWorkload?: true;
}

/** `kubectl get pods`: the name, how many are ready, the state, the restarts. */
const POD =
  /^\s*(?:[\w-]{1,80}\s+)?([a-z0-9][\w.-]{2,120})\s+\d+\/\d+\s+(Running|Pending|Error|Completed|Evicted|OOMKilled|CrashLoopBackOff|ImagePullBackOff|ErrImagePull|ContainerCreating|CreateContainer(?:Config)?Error|RunContainerError|Terminating|ContainerStatusUnknown|InvalidImageName|NodeLost|Init:\S{1,40}|PodInitializing)\s+(\d+)(?: \((\S{2,12}) ago\)|\b)/;
/** Restarts that were over ten minutes ago say nothing of the present. */
const LONG = /^(?:\d+[dhy]|[1-9]\d+m)/;
/** `kubectl get deployments` and `statefulsets`: the name, how many are ready, and for a Deployment how many are up to date and available. */
const WORKLOAD =
  /^\s*(?:[a-z][\w-]{1,60}\s+)?([a-z0-9][\w./-]{2,120})\s+(\d{1,4})\/(\d{1,4})(?:\s+\d{1,4}\s+(\d{1,4}))?\s+\d{1,6}[smhdy][\dsmhd]{0,6}(?:\s|$)/;
/** `docker ps -a`: the ID, image and command, the state near the end, and the name at the end. */
const CONTAINER =
  /^\s*[0-9a-f]{12}\s.{1,200}\s{2,}(Up [\w ()]{1,40}|Exited \((\d{1,3})\)|Restarting \((\d{1,3})\)|Created|Dead)\s(?:.{0,200}\s)?(\S{1,120})\s*$/;
/** `docker-compose ps`: the name, the command, and the state. */
const SERVICE = /^([a-z0-9][\w.-]{2,120})\s{2,}\S.{0,120}\s{2,}(Up|Exit (\d{1,3})|Restarting)(?:\s{2,}|\s*$)/;
/** `supervisorctl status`. */
const PROGRAM = /^([\w:.-]{2,120})\s+(RUNNING|STOPPED|STARTING|BACKOFF|FATAL|EXITED|STOPPING)(?:\s{2,}|\s*$)/;

/** The words of tools that do not say what became of the process. */
const SAID: Readonly<Record<string, string>> = {
  Error: "terminated (Error)",
  Evicted: "terminated (Evicted)",
  FATAL: "stopped (FATAL)",
  BACKOFF: "restarting (BACKOFF)",
};

/** Reads a row. Undefined for any other line. */
export function stateRowOf(line: string): StateRow | undefined {
  const [, pod, podState = "", restarts, since = ""] = POD.exec(line) ?? [];
  if (pod !== undefined) return rowOf(pod, podState, undefined, LONG.test(since) ? undefined : restarts);
  const [, workload, ready = "", desired = "", available = ready] = WORKLOAD.exec(line) ?? [];
  if (workload !== undefined)
    return { name: workload, state: readiness(Number(available), Number(desired)), isWorkload: true };
  const [, container = "", ended, restarted, containerName] = CONTAINER.exec(line) ?? [];
  if (containerName !== undefined) return rowOf(containerName, container, ended ?? restarted);
  const [, service, serviceState = "", exit] = SERVICE.exec(line) ?? [];
  if (service !== undefined) return rowOf(service, serviceState, exit);
  const [, program, programState = ""] = PROGRAM.exec(line) ?? [];
  return program === undefined ? undefined : rowOf(program, programState);
}

/** The state of a Deployment that is scaled to nothing. */
export const UNWANTED = "none desired";

/** How many pods of a Deployment are available, in words that `stateOf` knows. */
export function readiness(available: number, desired: number): string {
  if (desired === 0) return UNWANTED;
  return available > 0 ? "running" : `pending (0 of ${desired} ready)`;
}

function rowOf(name: string, state: string, exitCode?: string, restarts?: string): StateRow {
  const said = state.startsWith("Init:") ? `created (${state})` : (SAID[state] ?? state);
  return {
    name,
    state: said.startsWith("Up") ? "running" : said,
    ...(exitCode !== undefined && { exitCode: Number(exitCode) }),
    ...(restarts !== undefined && { restartCount: Number(restarts) }),
  };
}
