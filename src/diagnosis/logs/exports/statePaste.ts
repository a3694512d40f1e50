import { type StateRow, readiness, stateRowOf } from "./stateTable";

/** The state of a container, pod, task or unit, from the output of a command pasted in the place of a log. */
export interface PastedState {
  name?: string;
  /** In the words of the tool. */
  state?: string;
  exitCode?: number;
  oomKilled?: boolean;
  restartCount?: number;
  startedAt?: string;
  health?: string;
  image?: string;
  /** The name is a Deployment's or StatefulSet's, not a pod's. */
  isWorkload?: true;
}

/** Only the beginning of a log is read: its lines, and the characters of a JSON text. */
export const STATE_LINES = 4_000;
const MOST = 400_000;
const LONGEST_ROW = 500;
const WORKER = /worker|celery|consumer|messag|queue|sms|notif/i;

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const numberOf = (value: unknown) => (typeof value === "number" ? value : undefined);

/**
 * Reads the JSON of `docker inspect`, `aws ecs describe-tasks` and `kubectl get -o json`, and the text of `kubectl
 * describe pod`, `systemctl status`, and tables of containers, pods and programs. Of several containers the one that looks like the worker counts, then the one
 * that failed.
 */
export class StatePaste {
  #json: string[] | undefined;
  #characters = 0;
  #lines = 0;
  #hasBegun = false;
  readonly #described = new DescribedState();
  /** The last row of each name: a table may be printed again and again. */
  readonly #rows = new Map<string, StateRow>();

  line(line: string): void {
    if (this.#lines++ >= STATE_LINES) return;
    this.#described.line(line);
    const row = line.length <= LONGEST_ROW ? stateRowOf(line) : undefined;
    if (row) this.#rows.set(row.name, row);
    if (!this.#hasBegun) {
      const first = line.trim().charAt(0);
      if (first === "") return;
      this.#hasBegun = true;
      if (first === "{" || first === "[" || first === '"') this.#json = [];
    }
    if (!this.#json) return;
    this.#characters += line.length;
    if (this.#characters > MOST) this.#json = undefined;
    else this.#json.push(line);
  }

  get state(): PastedState | undefined {
    const states = this.#json ? statesIn(this.#json.join("\n")) : [];
    const isFailed = ({ exitCode, oomKilled }: PastedState) => oomKilled === true || (exitCode ?? 0) !== 0;
    const named = states.filter(({ name }) => WORKER.test(name ?? ""));
    const own = named.length > 0 ? named : states;
    return own.find(isFailed) ?? own[0] ?? this.#described.state ?? this.#row;
  }

  /** The worker's row: by its name, or the only one. */
  get #row(): PastedState | undefined {
    const rows = [...this.#rows.values()];
    const named = rows.filter(({ name }) => WORKER.test(name));
    const own = named.length > 0 || rows.length > 1 ? named : rows;
    const isUp = ({ state }: StateRow) => state.toLowerCase() === "running";
    // What ended well beside a running container was a helper of its start.
    return own.find((row) => !isUp(row) && row.exitCode !== 0) ?? own.find(isUp) ?? own[0];
  }
}

function statesIn(json: string): PastedState[] {
  // A part cut out of the output, such as `"State": { … },`, is an object without its braces.
  const value = parsed(json) ?? parsed(`{${json.trim().replace(/,$/, "")}}`);
  if (Array.isArray(value)) return listOf(value).flatMap(ofDocker);
  const fields = fieldsOf(value);
  if (Array.isArray(fields["tasks"])) return listOf(fields["tasks"]).flatMap(ofTask);
  if (fields["kind"] === "Pod") return ofPod(fields);
  if (Array.isArray(fields["items"])) return listOf(fields["items"]).flatMap(ofPod);
  if (isFields(fields["State"])) return ofDocker(fields);
  if (isFields(fields["lastState"])) return ofPod({ status: { containerStatuses: [fields] } });
  return [];
}

function ofDocker(container: Fields): PastedState[] {
  const state = fieldsOf(container["State"]);
  const said = textOf(state["Status"]);
  if (!said) return [];
  const health = textOf(fieldsOf(state["Health"])["Status"]);
  return [
    known({
      name: textOf(container["Name"])?.replace(/^\//, ""),
      state: said,
      exitCode: said === "running" ? undefined : numberOf(state["ExitCode"]),
      oomKilled: typeof state["OOMKilled"] === "boolean" ? state["OOMKilled"] : undefined,
      restartCount: numberOf(container["RestartCount"]),
      startedAt: textOf(state["StartedAt"]),
      health,
      image: textOf(fieldsOf(container["Config"])["Image"]),
    }),
  ];
}

function ofTask(task: Fields): PastedState[] {
  return listOf(task["containers"]).map((container) => {
    const reason = textOf(container["reason"]) ?? textOf(task["stoppedReason"]) ?? "";
    return known({
      name: textOf(container["name"]),
      state: textOf(container["lastStatus"]) ?? textOf(task["lastStatus"]),
      exitCode: numberOf(container["exitCode"]),
      oomKilled: /OutOfMemory/i.test(reason) ? true : undefined,
      startedAt: textOf(task["startedAt"]),
      health: textOf(container["healthStatus"]),
      image: textOf(container["image"]),
    });
  });
}

function ofPod(pod: Fields): PastedState[] {
  const { containerStatuses } = fieldsOf(pod["status"]);
  return listOf(containerStatuses).map((status) => {
    const { waiting, terminated, running } = fieldsOf(status["state"]);
    const last = fieldsOf(fieldsOf(status["lastState"])["terminated"]);
    const ended = isFields(terminated) ? terminated : last;
    const reason = textOf(fieldsOf(waiting)["reason"]) ?? textOf(ended["reason"]);
    const isEnded = isFields(terminated) || (!isFields(waiting) && numberOf(ended["exitCode"]) !== undefined);
    return known({
      name: textOf(status["name"]),
      state: isFields(running) ? "running" : isEnded ? `terminated (${reason ?? "?"})` : reason,
      exitCode: isFields(running) ? undefined : numberOf(ended["exitCode"]),
      oomKilled: textOf(ended["reason"]) === "OOMKilled" && !isFields(running) ? true : undefined,
      restartCount: numberOf(status["restartCount"]),
      startedAt: textOf(fieldsOf(running)["startedAt"]),
      image: textOf(status["image"]),
    });
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const known = (state: { [Key in keyof PastedState]: PastedState[Key] | undefined }): PastedState =>
  Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as PastedState;

const ACTIVE = /^\s*Active: (\w+) \((.{1,60}?)\)/;
const MAIN_PID = /^\s*Main PID: .{1,80}code=(\w+), status=(\d+)/;
const UNIT = /^[●×○↻* ]{0,4}([\w@.-]+\.service) - /;
const DESCRIBED = /^\s{2,}(State|Last State|Reason|Exit Code|Restart Count|Image):\s+(\S.*)$/;

/** `kubectl describe deployment`. */
const NAMED = /^Name:\s+(\S{1,200})\s*$/;
const REPLICAS = /^Replicas:\s+(\d{1,4}) desired \| .{0,60} (\d{1,4}) available/;

/** `systemctl status`, `kubectl describe pod` and `describe deployment`. */
class DescribedState {
  #unit: string | undefined;
  #active: string | undefined;
  #status: number | undefined;
  /** The block of `kubectl describe` that is being read. */
  #block: "State" | "Last State" = "State";
  readonly #pod: { state?: string; reason?: string; last?: string; code?: number; restarts?: number; image?: string } =
    {};
  #pods = 0;
  #name: string | undefined;
  #replicas: string | undefined;

  line(line: string): void {
    if (line.length > 300) return;
    this.#unit ??= UNIT.exec(line)?.[1];
    const active = ACTIVE.exec(line);
    if (active) this.#active ??= `${active[1] ?? ""} (${active[2] ?? ""})`;
    this.#status ??= numbered(MAIN_PID.exec(line)?.[2]);
    this.#name ??= NAMED.exec(line)?.[1];
    const replicas = REPLICAS.exec(line);
    if (replicas) this.#replicas ??= readiness(Number(replicas[2]), Number(replicas[1]));
    const described = DESCRIBED.exec(line);
    if (described) this.#describe(described[1] ?? "", described[2] ?? "");
  }

  #describe(key: string, value: string): void {
    const pod = this.#pod;
    if (key === "State" || key === "Last State") {
      this.#block = key;
      if (key === "State") {
        this.#pods++;
        pod.state = value;
      }
    } else if (key === "Reason" && this.#block === "State") pod.reason = value;
    else if (key === "Reason") pod.last = value;
    else if (key === "Exit Code") pod.code = numbered(value) ?? pod.code;
    else if (key === "Restart Count") pod.restarts = numbered(value);
    else if (key === "Image") pod.image = value;
  }

  get state(): PastedState | undefined {
    if (this.#active) return known({ name: this.#unit, state: this.#active, exitCode: this.#status || undefined });
    if (this.#replicas) return known({ name: this.#name, state: this.#replicas, isWorkload: true });
    const { state, reason, last, code, restarts, image } = this.#pod;
    // The blocks of several containers would mix.
    if (!state || this.#pods !== 1) return undefined;
    const isUp = state === "Running";
    return known({
      state: isUp ? "running" : reason ? `${state} (${reason})` : state,
      exitCode: isUp ? undefined : code,
      oomKilled: !isUp && [reason, last].includes("OOMKilled") ? true : undefined,
      restartCount: restarts,
      image,
    });
  }
}

const numbered = (text: string | undefined) => {
  const value = Number(text ?? "x");
  return Number.isInteger(value) ? value : undefined;
};
