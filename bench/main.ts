import os from "node:os";
import { parseArgs } from "node:util";
import { messageOf } from "../src/common/errors";
import { benchApi } from "./apiBench";
import { benchDiagnosis } from "./diagnosisBench";
import { benchInquiry, fillArchive } from "./inquiryBench";
import { runOnce, type RunResult } from "./arena";
import { hasBoto3, peers, type Contestant, type Setting } from "./contestant";
import { asMarkdown, machine, ratios, type Standing } from "./report";
import { shippedWorker } from "./shippedWorker";

/** With 5 rounds at 0 and at 50 ms, and the sweeps, about 11 minutes on an idle two-core machine. */
const MESSAGES = 5_000;
const SWEEP_MESSAGES = 1_000;

const USAGE = `npm run bench -- diagnosis [--quick]: a log of 1,000,000 lines to its verdict, beside readline and grep
npm run bench -- api [--quick]: 1,000 students in one request, beside the bare SDK and Django
npm run bench -- inquiry [--quick]: 1,000 to 100,000 archived messages, each judged
npm run bench -- worker [--json] [--quick] [--rounds N] [--no-sweep] [--delay MS]… [--only TEXT]…
  --json    figures for machines on stdout, one object; else Markdown for RESULTS.md
  --quick   1,000 messages, one round, no sweep of settings: shows that it runs, measures nothing
  --no-sweep  the middle one of each contestant's settings, instead of the best of one try each
  --delay   the provider answers after so long (0 and 50)
  --only    contestants whose name contains the text`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      "no-sweep": { type: "boolean", default: false },
      rounds: { type: "string", default: "5" },
      delay: { type: "string", multiple: true, default: ["0", "50"] },
      only: { type: "string", multiple: true, default: [] },
    },
  });
  if (positionals.length === 1 && positionals[0] === "diagnosis") {
    benchDiagnosis(values.quick);
    return;
  }
  if (positionals.length === 1 && positionals[0] === "api") return benchApi(values.quick);
  if (positionals[0] === "inquiry-archive") return fillArchive(positionals[1]!, Number(positionals[2]));
  if (positionals.length === 1 && positionals[0] === "inquiry") return benchInquiry(values.quick);
  if (positionals.length !== 1 || positionals[0] !== "worker") {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 64;
    return;
  }
  const { quick, only } = values;
  const messages = quick ? 1_000 : MESSAGES;
  const rounds = quick ? 1 : Number(values.rounds);
  const contestants = [
    shippedWorker("our worker", { withEvents: false }),
    shippedWorker("our worker, events to a parent", { withEvents: true }),
    ...peers.filter(({ role }) => role !== "loop" || hasBoto3()),
  ].filter(({ name }) => only.length === 0 || only.some((text) => name.includes(text)));
  if (!hasBoto3()) say("python3-boto3 is not installed: the loop is left out (apt-get install python3-boto3)");

  const startedAt = new Date();
  const loadBefore = os.loadavg();
  say(`${machine()}; load ${loadBefore.map((load) => load.toFixed(1)).join(" ")}`);
  const standings: Entered[] = [];
  const settingOf = (contestant: Contestant, delayMs: number) =>
    quick || values["no-sweep"]
      ? middle(contestant.settings(delayMs))
      : bestSetting(contestant, delayMs, SWEEP_MESSAGES);
  let broken: string[] = [];
  try {
    for (const delayMs of values.delay.map(Number)) {
      const here: Entered[] = [];
      for (const contestant of contestants) {
        here.push({ contestant, delayMs, setting: await settingOf(contestant, delayMs), rounds: [] });
      }
      standings.push(...here);
      for (let round = 0; round < rounds; round++) await runRound(here, round, messages);
    }
  } catch (error) {
    // Still shows earlier measurements, cut to the rounds that every contestant completed.
    broken = [messageOf(error)];
    for (const { delayMs, rounds } of standings) {
      const here = standings.filter((standing) => standing.delayMs === delayMs);
      rounds.splice(Math.min(...here.map((standing) => standing.rounds.length)));
    }
  }
  const shown = standings.filter((standing) => standing.rounds.length > 0);

  const faults = [
    ...broken,
    ...shown.flatMap(({ contestant, rounds }) =>
      rounds.flatMap((round) => round.faults.map((fault) => `${contestant.name}: ${fault}`)),
    ),
  ];
  const minutes = (Date.now() - startedAt.getTime()) / 60_000;
  const load = { before: loadBefore, after: os.loadavg() };
  const report = { machine: machine(), startedAt, minutes, load, standings: shown, faults };
  const text = values.json
    ? JSON.stringify({ ...report, standings: shown.map(toJson), ratios: ratios(shown) }, undefined, 2)
    : asMarkdown(report);
  process.stdout.write(`${text}\n`);
  for (const fault of faults) say(`WRONG: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

interface Entered extends Standing {
  contestant: Contestant;
}

/** Each contestant begins a round once, so that following a heavy one is no fixed disadvantage. */
async function runRound(here: readonly Entered[], round: number, messages: number): Promise<void> {
  for (let turn = 0; turn < here.length; turn++) {
    const { contestant, delayMs, setting, rounds } = here[(round + turn) % here.length]!;
    const result = await runOnce(contestant, setting, delayMs, contestant.share(messages, delayMs));
    rounds.push(result);
    say(`round ${round + 1}, ${delayMs} ms, ${contestant.name}: ${toText(result)}`);
  }
}

async function bestSetting(contestant: Contestant, delayMs: number, messages: number): Promise<Setting> {
  const { name } = contestant;
  const settings = contestant.settings(delayMs);
  if (settings.length === 1) return settings[0]!;
  let best: { setting: Setting; perSecond: number } | undefined;
  for (const setting of settings) {
    const { perSecond } = await runOnce(contestant, setting, delayMs, contestant.share(messages, delayMs));
    say(`sweep, ${delayMs} ms, ${name} ${JSON.stringify(setting)}: ${Math.round(perSecond)}/s`);
    if (!best || perSecond > best.perSecond) best = { setting, perSecond };
  }
  return best!.setting;
}

const toJson = ({ contestant: { name, role }, ...rest }: Standing) => ({ name, role, ...rest });

const middle = <T>(values: readonly T[]): T => values[values.length >> 1]!;

function toText({ perSecond, cpuMs, faults }: RunResult): string {
  const cpu = `CPU ms/message ${cpuMs.consumer.toFixed(3)} consumer, ${cpuMs.queue.toFixed(3)} queue`;
  return `${Math.round(perSecond)}/s, ${cpu}${faults.length > 0 ? `, WRONG: ${faults.join("; ")}` : ""}`;
}

/** Progress, on stderr: stdout holds the results. */
const say = (text: string) => void process.stderr.write(`${text}\n`);

void main();
