import Docker from "dockerode";
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const PROGRAMS = ["dockerd", "containerd", "runc", "containerd-shim-runc-v2"];
/** Linux has 108 bytes for the path of a Unix socket, the terminating zero included. */
const MAX_SOCKET_PATH = 107;
const CAP_NET_ADMIN = 12n;
const CAP_SYS_ADMIN = 21n;
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 60_000;

const searchPath = `${process.env["PATH"]}:/usr/sbin:/sbin`;

/** Why no dockerd can run here, or undefined. */
export function obstacle(): string | undefined {
  if (process.platform !== "linux") return "not Linux";
  const isThere = (name: string) => searchPath.split(":").some((folder) => fs.existsSync(path.join(folder, name)));
  const missing = PROGRAMS.find((name) => !isThere(name));
  if (missing) return `no ${missing} on PATH (Debian: apt-get install --no-install-recommends docker.io)`;
  if (process.getuid?.() !== 0) return "dockerd needs root";
  const [, effective = "0"] = /CapEff:\s*([0-9a-f]+)/.exec(fs.readFileSync("/proc/self/status", "utf8")) ?? [];
  const may = (capability: bigint) => ((BigInt(`0x${effective}`) >> capability) & 1n) === 1n;
  if (!may(CAP_SYS_ADMIN) || !may(CAP_NET_ADMIN)) return "root without CAP_SYS_ADMIN or CAP_NET_ADMIN";
  const cgroups = ["/sys/fs/cgroup/cgroup.controllers", "/sys/fs/cgroup/devices"];
  if (!cgroups.some((place) => fs.existsSync(place))) return "no cgroup hierarchy on /sys/fs/cgroup";
  return undefined;
}

/**
 * A dockerd of the tests' own, in a folder of its own, which touches no network of the machine: its containers use the
 * machine's.
 */
export class PrivateDockerd {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "mrd-"));
  readonly socket = path.join(this.folder, "docker.sock");
  readonly docker = new Docker({ socketPath: this.socket });
  #child: ChildProcess | undefined;
  readonly #killAtExit = () => void this.#child?.kill("SIGTERM");

  /** Starts it, also again after `kill`. Resolves when it answers. */
  async start(): Promise<void> {
    const { folder } = this;
    if (Buffer.byteLength(path.join(folder, "exec/containerd/containerd-debug.sock")) > MAX_SOCKET_PATH) {
      throw new Error(`socket paths below ${folder} are too long: set TMPDIR to a shorter folder`);
    }
    fs.writeFileSync(path.join(folder, "daemon.json"), "{}");
    const log = path.join(folder, "dockerd.log");
    const output = fs.openSync(log, "a");
    this.#child = spawn(
      "dockerd",
      [
        ...["--data-root", `${folder}/data`, "--exec-root", `${folder}/exec`, "--pidfile", `${folder}/dockerd.pid`],
        ...["--config-file", `${folder}/daemon.json`, "-H", `unix://${this.socket}`, "--shutdown-timeout=3"],
        ...["--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false"],
      ],
      { stdio: ["ignore", output, output], detached: true, env: { ...process.env, PATH: searchPath } },
    );
    fs.closeSync(output);
    process.once("exit", this.#killAtExit);
    const ended = once(this.#child, "exit").then(
      () => "ended",
      (error: Error) => error.message,
    );
    await this.#waitForAnswer(ended, log);
  }

  async #waitForAnswer(ended: Promise<string>, log: string): Promise<void> {
    let failure: string | undefined;
    void ended.then((reason) => (failure = reason));
    const limit = Date.now() + START_LIMIT_MS;
    // The engine tells nobody that it is ready; its socket is there before it answers.
    while (!(await answers(this.docker))) {
      if (Date.now() > limit) failure = `did not answer in ${START_LIMIT_MS / 1_000} s`;
      if (failure !== undefined) {
        const lastWords = fs.readFileSync(log, "utf8").trim().split("\n").slice(-2).join(" | ").slice(-400);
        throw new Error(`dockerd ${failure}: ${lastWords}`);
      }
      await delay(50);
    }
  }

  /** As a crash or a cut-off host: nothing of it has time to end well. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
    // Else the next one waits for a containerd that is about to end. The containers live on, as they do on a real host.
    await endProgramsOf(this.folder, "containerd");
    fs.rmSync(path.join(this.folder, "exec/containerd/containerd.pid"), { force: true });
  }

  /** Ends it with its containers and removes whatever it left. May be called twice. */
  async stop(): Promise<void> {
    for (const { Id } of await this.docker.listContainers({ all: true }).catch(() => [])) {
      await this.docker
        .getContainer(Id)
        .remove({ force: true, v: true })
        .catch(() => undefined);
    }
    await this.#end("SIGTERM");
    await endProgramsOf(this.folder);
    unmountBelow(this.folder);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    process.off("exit", this.#killAtExit);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    await exit;
    clearTimeout(timer);
  }
}

export async function answers(docker: Docker): Promise<boolean> {
  const limit = new AbortController();
  try {
    const late = delay(2_000, undefined, { signal: limit.signal }).catch(() => undefined);
    return String(await Promise.race([docker.ping(), late])) === "OK";
  } catch {
    return false;
  } finally {
    limit.abort();
  }
}

/** Its programs have a path below its folder among their arguments. */
async function endProgramsOf(folder: string, program = ""): Promise<void> {
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const [path = "", ...words] = commandOf(pid);
    if (!path.endsWith(program) || !words.some((word) => word.startsWith(`${folder}/`))) continue;
    endAtOnce(Number(pid));
    const limit = Date.now() + STOP_LIMIT_MS;
    // Of another parent, hence without an event. One that waits for a disk survives even this.
    while (commandOf(pid).length > 0) {
      if (Date.now() > limit) throw new Error(`${path} (process ${pid}) still runs ${STOP_LIMIT_MS} ms after SIGKILL`);
      await delay(20);
    }
  }
}

function endAtOnce(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in between.
  }
}

/** Empty where it is gone, or waits for somebody to take note of its end. */
function commandOf(pid: string): string[] {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
  } catch {
    return [];
  }
}

/** Innermost first; a mount point may be stacked. `exec/netns/default` stays even after a clean stop. */
function unmountBelow(folder: string): void {
  for (let round = 0; round < 8; round++) {
    const mounts = fs
      .readFileSync("/proc/self/mounts", "utf8")
      .split("\n")
      .map((line) => line.split(" ")[1] ?? "")
      .filter((place) => place.startsWith(`${folder}/`))
      .sort()
      .reverse();
    if (mounts.length === 0) return;
    for (const place of mounts) {
      if (spawnSync("umount", [place]).status !== 0) spawnSync("umount", ["-l", place]);
    }
  }
}
