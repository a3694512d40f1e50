/** What runs the worker: it decides which commands help. */
export type PlatformKind = "docker" | "compose" | "kubernetes" | "ecs" | "systemd" | "supervisor" | "heroku";

export interface Platform {
  kind: PlatformKind;
  /** The container, service, pod, unit, program or process, as the log names it. */
  name?: string;
  /** The Deployment that owns the pod. */
  workload?: string;
  /** The ECS cluster. */
  cluster?: string;
}

const CLUSTER =
  /arn:aws:ecs:[\w-]+:\d+:(?:task|service|container)\/([\w-]+)\/|arn:aws:ecs:[\w-]+:\d+:cluster\/([\w-]+)/;
/** The random parts of a Deployment's pod. */
const POD_SUFFIX = /-[a-f0-9]{6,10}-[a-z0-9]{5}$/;

/** Lines at the start of a log that are searched. */
const SEARCHED = 400;
const LINE_SEARCHED = 600;

/** What only this platform prints. The first group is the name. */
// prettier-ignore
const signs: readonly (readonly [PlatformKind, RegExp])[] = [
  ["kubernetes", /^\[pod\/([\w.-]+)\//],
  ["kubernetes", /\bpod(?:\/|="?)(?:[\w-]+\/)?([a-z0-9][a-z0-9.-]*-[a-z0-9]{5})\b/],
  ["kubernetes", /\bin pod "?(?:[\w-]+\/)?([a-z0-9][a-z0-9.-]{2,80})|failed container=\S+ pod=([\w.-]+?)_/],
  ["kubernetes", /\bkubelet\b|CrashLoopBackOff|ImagePullBackOff|ErrImagePull|Back-off (?:restarting|pulling)|FailedScheduling|FailedMount|(?:Liveness|Readiness|Startup) probe|Reason:\s+(?:OOMKilled|Error|Completed)\b|"containerStatuses"|^Controlled By:/],
  ["kubernetes", /^(?:NAMESPACE\s+)?NAME\s+READY\s+(?:STATUS|UP-TO-DATE|AGE)\b|^Replicas:\s+\d+ desired|\bdeployment "[\w.-]+"|\bdeployment-controller\b/],
  ["kubernetes", /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) [FP] /],
  ["ecs", /\(service ([\w-]+)\)|arn:aws:ecs:[\w-]+:\d+:service\/(?:[\w-]+\/)?([\w-]+)/],
  ["ecs", /\becs-agent\b|arn:aws:ecs:|EssentialContainerExited|stoppedReason|CannotPullContainerError|ResourceInitializationError|TaskFailedToStart|Managed[ -]?(?:task|container) \[/],
  ["systemd", /\b([\w@.-]+\.service)\b(?:: | - |\s*$)|\bsystemd(?:\[\d+\])?: (?:Unit )?([\w@.-]+\.service) /],
  ["systemd", /\bsystemd(?:\[\d+\])?: |Main PID: |^\s*Active: (?:failed|active|activating|inactive)/],
  ["supervisor", /\b(?:exited|spawned|gave up|stopped|success|spawnerr): '?([\w:.-]+)'?(?: \(|: | with | entered)/],
  ["supervisor", /\bsupervisord\b|entered (?:FATAL|RUNNING|BACKOFF) state/],
  ["heroku", /\b(?:heroku|app)\[([a-z]+)\.\d+\]: |\bheroku\[router\]/],
  ["docker", /"Name": "\/([\w.-]+)"|Error response from daemon|^\{"log":|\bdockerd?\[\d+\]|\bcontainer (?:die|oom|kill|start|stop) |\bmoby\b/],
  ["compose", /^([a-z0-9][\w.-]*?)(?:[-_]\d+)?\s+\| |^([a-z0-9][\w.-]*?)(?:[-_]\d+)? exited with code \d/],
];

/** Finds the platform in the first lines of a log. */
export class PlatformFinder {
  readonly #seen = new Map<PlatformKind, { count: number; name?: string }>();
  #lines = 0;
  #cluster: string | undefined;

  line(line: string): void {
    if (this.#lines >= SEARCHED) return;
    this.#lines++;
    const text = line.slice(0, LINE_SEARCHED);
    this.#cluster ??= CLUSTER.exec(text)?.slice(1).find(Boolean);
    for (const [kind, pattern] of signs) {
      const found = pattern.exec(text);
      if (!found) continue;
      const name = found.slice(1).find(Boolean);
      const before = this.#seen.get(kind);
      const known = before?.name ?? name;
      this.#seen.set(kind, { count: (before?.count ?? 0) + 1, ...(known && { name: known }) });
    }
  }

  /** The one with most signs; of equals, the one higher in the list. */
  get platform(): Platform | undefined {
    const kinds = [...new Set(signs.map(([kind]) => kind))].filter((kind) => this.#seen.has(kind));
    const [kind] = kinds.sort((one, other) => (this.#seen.get(other)?.count ?? 0) - (this.#seen.get(one)?.count ?? 0));
    if (!kind) return undefined;
    const name = this.#seen.get(kind)?.name;
    const isPod = kind === "kubernetes" && name !== undefined && POD_SUFFIX.test(name);
    return {
      kind,
      ...(name && { name }),
      ...(isPod && { workload: name.replace(POD_SUFFIX, "") }),
      ...(kind === "ecs" && this.#cluster && { cluster: this.#cluster }),
    };
  }
}
