import os from "node:os";
import type { RunResult } from "./arena";
import type { Contestant, Setting } from "./contestant";

/** One contestant at one delay: its best setting and all of its rounds. */
export interface Standing {
  contestant: Pick<Contestant, "name" | "role">;
  delayMs: number;
  setting: Setting;
  rounds: RunResult[];
}

export interface Ratio {
  delayMs: number;
  of: string;
  to: string;
  /** Ratio of rates: median of the ratios within each round. */
  ratio: number;
  /**
   * The other's CPU per message divided by ours, also by round: compares two consumers limited by their own CPU only.
   */
  byCpu: number;
  /** The value that `ratio` must reach; set for the best of its role. */
  target: number | undefined;
  isReached: boolean | undefined;
}

/** A whole run of the benchmark. Loads are those of os.loadavg. */
export interface Report {
  machine: string;
  startedAt: Date;
  minutes: number;
  load: { before: number[]; after: number[] };
  standings: readonly Standing[];
  faults: readonly string[];
}

/** The benchmark's targets by role and delay, against peers that do the same job. */
const targets: Record<string, Partial<Record<number, number>>> = {
  peer: { 0: 1.3, 50: 3 },
  limit: { 0: 0.9 },
  loop: { 50: 100 },
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const ratePerSecond = ({ rounds }: Standing): number => median(rounds.map(({ perSecond }) => perSecond));

/** Compares each of ours with each of the others, round by round: within a round, the machine's speed is most alike. */
export function ratios(standings: readonly Standing[]): Ratio[] {
  return standings
    .filter(({ contestant }) => contestant.role === "ours")
    .flatMap((own) => {
      const { delayMs } = own;
      const others = standings.filter((other) => other.delayMs === delayMs && other.contestant.role !== "ours");
      return others.map((other) => {
        const ratio = median(own.rounds.map(({ perSecond }, round) => perSecond / other.rounds[round]!.perSecond));
        const byCpu = median(
          own.rounds.map(({ cpuMs }, round) => other.rounds[round]!.cpuMs.consumer / cpuMs.consumer),
        );
        const target = isBest(other, others) ? targets[other.contestant.role]?.[delayMs] : undefined;
        const isReached = target === undefined ? undefined : ratio >= target;
        return { delayMs, of: own.contestant.name, to: other.contestant.name, ratio, byCpu, target, isReached };
      });
    });
}

/** The fastest of its role. */
const isBest = (standing: Standing, all: readonly Standing[]): boolean =>
  all
    .filter(({ contestant }) => contestant.role === standing.contestant.role)
    .every((other) => ratePerSecond(other) <= ratePerSecond(standing));

export function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${cpu?.model.trim()}, ${memory} GB, ${os.type()} ${os.release()}, Node ${process.version}`;
}

/** The report's form in RESULTS.md. */
export function asMarkdown({ machine, startedAt, minutes, load, standings, faults }: Report): string {
  const [before, after] = [load.before, load.after].map((loads) => loads.map((value) => value.toFixed(1)).join(" "));
  const began = startedAt.toISOString().slice(0, 16).replace("T", " ");
  const lines = [`${machine}. ${began} UTC, ${minutes.toFixed(1)} min, load ${before} before and ${after} after.`];
  for (const delayMs of new Set(standings.map((standing) => standing.delayMs))) {
    const here = standings.filter((standing) => standing.delayMs === delayMs);
    lines.push("", `### Provider: ${delayMs} ms a call; rounds: ${here[0]!.rounds.length}`, "");
    lines.push(
      tableRow(["", "setting", "messages", "a second (min – max)", "CPU ms a message", "queue server's", "calls"]),
    );
    lines.push(tableRow(Array<string>(7).fill("---")));
    for (const standing of here) lines.push(tableRow(cellsOf(standing)));
    lines.push("", tableRow(["", "to", "by rate", "by CPU", "rate to reach"]), tableRow(Array<string>(5).fill("---")));
    for (const { of, to, ratio, byCpu, target, isReached } of ratios(here)) {
      const verdict = target === undefined ? "" : `${target}: ${isReached ? "reached" : "**not reached**"}`;
      lines.push(tableRow([of, to, ratio.toFixed(2), byCpu.toFixed(2), verdict]));
    }
  }
  lines.push("", faults.length === 0 ? "Each message was handled once; nothing was left." : "**Wrong:**", "");
  for (const fault of faults) lines.push(`- ${fault}`);
  return lines.join("\n").trimEnd();
}

const tableRow = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** Medians over the rounds. */
function cellsOf(standing: Standing): string[] {
  const { contestant, setting, rounds } = standing;
  const rates = rounds.map(({ perSecond }) => perSecond);
  const cpu = (of: "consumer" | "queue") => median(rounds.map(({ cpuMs }) => cpuMs[of])).toFixed(3);
  const settings = Object.entries(setting).map(([name, value]) => `${name} ${value}`);
  const spread = `${Math.round(Math.min(...rates))} – ${Math.round(Math.max(...rates))}`;
  const calls = median(rounds.map(({ providerCalls }) => providerCalls));
  return [
    contestant.name,
    settings.join(", "),
    String(rounds[0]!.messages),
    `${Math.round(ratePerSecond(standing))} (${spread})`,
    cpu("consumer"),
    cpu("queue"),
    calls > 0 ? String(calls) : "",
  ];
}
