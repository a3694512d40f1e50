import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import path from "node:path";
import type { Arena } from "./arena";
import { outputOf } from "./processes";

/** Numbers by name, as its process reads them from BENCH_SETTING. */
export type Setting = Readonly<Record<string, number>>;

export interface Contestant {
  name: string;
  /** `caller`: a peer whose handler makes the provider call. `peer`: its best is what ours is compared with. `loop`: one message at a time. `limit`: nothing but the queue. */
  role: "ours" | "peer" | "caller" | "loop" | "limit";
  /** Tried once each; the rounds are run with the best. */
  settings(delayMs: number): readonly Setting[];
  /** Messages handled before the clock starts. */
  warmUp: number;
  /** How many of the `messages` of a run it gets: fewer where they would take minutes. The rate is what counts. */
  share(messages: number, delayMs: number): number;
  /** Starts its process. */
  enter(arena: Arena, setting: Setting): Promise<Entry> | Entry;
}

export interface Entry {
  process: ChildProcess;
  /** After its end: what is not as it should be after `total` messages. */
  faults(total: number): Promise<string[]> | string[];
}

const powers = (name: string, values: number[], fixed: Setting = {}) =>
  values.map((value) => ({ ...fixed, [name]: value }));

/** A slow provider asks for more messages at the same time. */
const consumers = (delayMs: number) => (delayMs === 0 ? [1, 2, 4, 8, 16] : [8, 16, 32, 64, 128]);

const WARM_UP = 3_000;
const all = (messages: number) => messages;

export const peers: readonly Contestant[] = [
  {
    name: "sqs-consumer handleMessage",
    role: "peer",
    settings: (delayMs) => powers("consumers", consumers(delayMs)),
    warmUp: WARM_UP,
    share: all,
    enter: nodePeer("sqsConsumer"),
  },
  {
    name: "sqs-consumer handleMessageBatch",
    role: "peer",
    settings: (delayMs) => powers("consumers", consumers(delayMs), { batch: 1 }),
    warmUp: WARM_UP,
    share: all,
    enter: nodePeer("sqsConsumer"),
  },
  {
    name: "squiss-ts",
    role: "peer",
    settings: (delayMs) => [
      ...powers("maxInFlight", delayMs === 0 ? [10, 40, 100, 400] : [100, 400, 1000], { instances: 1 }),
      ...powers("maxInFlight", delayMs === 0 ? [100, 400] : [100, 400, 1000], { instances: 4 }),
    ],
    warmUp: WARM_UP,
    share: all,
    enter: nodePeer("squiss"),
  },
  {
    name: "sqs-consumer handleMessageBatch, calling the provider",
    role: "caller",
    settings: () => powers("consumers", [4, 16, 64], { batch: 1 }),
    warmUp: WARM_UP,
    share: all,
    enter: nodePeer("sqsConsumer", { calling: true }),
  },
  {
    name: "squiss-ts, calling the provider",
    role: "caller",
    settings: () => [...powers("maxInFlight", [100, 400], { instances: 1 }), { instances: 4, maxInFlight: 100 }],
    warmUp: WARM_UP,
    share: all,
    enter: nodePeer("squiss", { calling: true }),
  },
  {
    name: "boto3 loop, one at a time",
    role: "loop",
    settings: () => [{}],
    warmUp: 50,
    share: (messages, delayMs) => Math.min(messages, delayMs === 0 ? 1_000 : 100),
    enter: peer("/usr/bin/python3", ["bench/peers/loop.py"]),
  },
  {
    name: "limit: bare SDK",
    role: "limit",
    settings: () => powers("loops", [1, 2, 4, 8, 16]),
    warmUp: WARM_UP,
    share: all,
    enter: nodePeer("limit"),
  },
];

/** boto3 comes from the system's packages, not from ours. */
export function hasBoto3(): boolean {
  return spawnSync("/usr/bin/python3", ["-c", "import boto3"]).status === 0;
}

function nodePeer(name: string, options?: { calling: boolean }): Contestant["enter"] {
  return peer(process.execPath, [path.join(import.meta.dirname, "peers", `${name}.js`)], options);
}

/** A peer's process reports on stdout, when it is ended, what it handled. */
function peer(command: string, args: string[], { calling = false } = {}): Contestant["enter"] {
  return ({ env, queueUrl, delayMs, provider }, setting) => {
    const child = spawn(command, args, {
      env: {
        ...process.env,
        ...env,
        BENCH_QUEUE_URL: queueUrl,
        BENCH_DELAY_MS: String(delayMs),
        ...(calling && { BENCH_PROVIDER_URL: provider.baseUrl }),
        BENCH_SETTING: JSON.stringify(setting),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const output = outputOf(child);
    return {
      process: child,
      faults: async (total) => {
        const { distinct, twice } = JSON.parse(await output) as { distinct: number; twice: number };
        if (distinct === total && twice === 0) return [];
        return [`handled ${distinct} of ${total} messages, ${twice} of them more than once`];
      },
    };
  };
}
