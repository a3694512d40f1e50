import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import path from "node:path";
import type { Arena } from "./arena";
import { faultsOfStore, seedBenchStore } from "./benchStore";
import { outputOf } from "./processes";
import { faultsOfProvider } from "./providerServer";

/** Numbers by name, as its process reads them from BENCH_SETTING. */
export type Setting = Readonly<Record<string, number>>;

export interface Contestant {
  name: string;
  /**
   * `peer`: does the same job; ours is compared with the best of them. `spared`: a peer with an empty handler. `loop`:
   * one message at a time. `limit`: nothing but the queue.
   */
  role: "ours" | "peer" | "spared" | "loop" | "limit";
  /** Each is tried once; the rounds use the best. */
  settings(delayMs: number): readonly Setting[];
  /** Messages handled before the clock starts. */
  warmUp: number;
  /** Its share of a run's `messages`: fewer if they would take minutes. The rate is what counts. */
  share(messages: number, delayMs: number): number;
  /** Starts its process. */
  enter(arena: Arena, setting: Setting): Promise<Entry> | Entry;
}

export interface Entry {
  process: ChildProcess;
  /** Called after its end: deviations from the expected state after `total` messages. */
  faults(total: number): Promise<string[]> | string[];
}

const powers = (name: string, values: number[], fixed: Setting = {}) =>
  values.map((value) => ({ ...fixed, [name]: value }));

/** Enough for the compiler to see the whole path. */
export const WARM_UP = 1_000;

/** Takes a second or two with one delete call per message. */
const few = (messages: number) => Math.min(messages, 3_000);
const all = (messages: number) => messages;

/** Each library with the settings of its own concurrency; a slow provider needs more concurrency. */
const libraries: readonly (Pick<Contestant, "name" | "settings"> & { file: string })[] = [
  {
    name: "sqs-consumer handleMessage",
    file: "sqsConsumer",
    settings: (delayMs) => powers("consumers", delayMs === 0 ? [1, 4, 16] : [16, 64, 128]),
  },
  {
    name: "sqs-consumer handleMessageBatch",
    file: "sqsConsumer",
    settings: (delayMs) => powers("consumers", delayMs === 0 ? [1, 4, 16] : [16, 64, 128], { batch: 1 }),
  },
  {
    name: "squiss-ts",
    file: "squiss",
    settings: (delayMs) => [
      ...powers("maxInFlight", delayMs === 0 ? [10, 100] : [100, 1000], { instances: 1 }),
      ...powers("maxInFlight", delayMs === 0 ? [100] : [100, 1000], { instances: 4 }),
    ],
  },
];

export const peers: readonly Contestant[] = [
  ...libraries.map(({ name, file, settings }): Contestant => {
    const enter = nodePeer(file, { doesTheJob: true });
    const share = (messages: number) => Math.min(messages, 500);
    return { name, role: "peer", settings, warmUp: 500, share, enter };
  }),
  ...libraries.map(({ name, file, settings }): Contestant => {
    const enter = nodePeer(file);
    return {
      name: `${name}, empty handler`,
      role: "spared",
      settings,
      warmUp: WARM_UP,
      share: name.endsWith("handleMessage") ? few : all,
      enter,
    };
  }),
  {
    name: "boto3 loop, one at a time, empty handler",
    role: "loop",
    settings: () => [{}],
    warmUp: 50,
    share: (messages, delayMs) => Math.min(messages, delayMs === 0 ? 300 : 100),
    enter: peer("/usr/bin/python3", ["bench/peers/loop.py"]),
  },
  {
    name: "limit: bare SDK",
    role: "limit",
    settings: () => powers("loops", [1, 4, 16]),
    warmUp: WARM_UP,
    share: all,
    enter: nodePeer("limit"),
  },
];

/** boto3 comes from the system's packages, not from ours. */
export function hasBoto3(): boolean {
  return spawnSync("/usr/bin/python3", ["-c", "import boto3"]).status === 0;
}

function nodePeer(name: string, options?: { doesTheJob: boolean }): Contestant["enter"] {
  return peer(process.execPath, [path.join(import.meta.dirname, "peers", `${name}.js`)], options);
}

/** A peer's process reports on stdout what it handled, when it ends. */
function peer(command: string, args: string[], { doesTheJob = false } = {}): Contestant["enter"] {
  return ({ folder, env, queueUrl, delayMs, provider }, setting) => {
    const database = doesTheJob ? seedBenchStore(folder) : undefined;
    const child = spawn(command, args, {
      env: {
        ...process.env,
        ...env,
        BENCH_QUEUE_URL: queueUrl,
        BENCH_DELAY_MS: String(delayMs),
        ...(database !== undefined && { BENCH_DATABASE: database, BENCH_PROVIDER_URL: provider.baseUrl }),
        BENCH_SETTING: JSON.stringify(setting),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const output = outputOf(child);
    return {
      process: child,
      faults: async (total) => {
        const { distinct, twice } = JSON.parse(await output) as { distinct: number; twice: number };
        const faults =
          distinct === total && twice === 0
            ? []
            : [`handled ${distinct} of ${total} messages, ${twice} of them more than once`];
        if (database !== undefined)
          faults.push(...faultsOfStore(database, total), ...faultsOfProvider(provider, total));
        return faults;
      },
    };
  };
}
