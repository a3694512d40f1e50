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
  /** Rates: median of the ratios within each round. */
  ratio: number;
  /** The other's CPU a message by ours, likewise: the ratio of two consumers that nothing but their own CPU limits. */
  byCpu: number;
  /** Set for the best of its role. */
  target: number | undefined;
}

/** What the benchmark is to reach, by role and delay: against peers that do the same job. */
const targets: Record<string, Partial<Record<number, number>>> = {
  peer: { 0: 1.3, 50: 3 },
  limit: { 0: 0.9 },
  loop: { 50: 100 },
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export const ratePerSecond = ({ rounds }: Standing): number => median(rounds.map(({ perSecond }) => perSecond));

/** Each of ours to each of the others, round by round: neighbours in time share the machine's mood. */
export function ratios(standings: readonly Standing[]): Ratio[] {
  return standings
    .filter(({ contestant }) => contestant.role === "ours")
    .flatMap((own) => {
      const { delayMs } = own;
      const others = standings.filter((other) => other.delayMs === delayMs && other.contestant.role !== "ours");
      return others.map((other) => ({
        delayMs,
        of: own.contestant.name,
        to: other.contestant.name,
        ratio: median(own.rounds.map(({ perSecond }, round) => perSecond / other.rounds[round]!.perSecond)),
        byCpu: median(own.rounds.map(({ cpuMs }, round) => other.rounds[round]!.cpuMs.consumer / cpuMs.consumer)),
        target: isBest(other, others) ? targets[other.contestant.role]?.[delayMs] : undefined,
      }));
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

export function asText(standings: readonly Standing[]): string {
  const lines: string[] = [];
  for (const delayMs of new Set(standings.map((standing) => standing.delayMs))) {
    lines.push("", `Provider: ${delayMs} ms a call`);
    lines.push("| | setting | messages/s (min – max) | CPU ms/message: consumer | queue server | provider calls |");
    lines.push("|---|---|---|---|---|---|");
    for (const standing of standings) if (standing.delayMs === delayMs) lines.push(row(standing));
  }
  lines.push("", "Ratios, median of the rounds (by CPU a message):");
  for (const { delayMs, of, to, ratio, byCpu, target } of ratios(standings)) {
    const verdict =
      target === undefined ? "" : ` (to reach: ${target}; ${ratio >= target ? "reached" : "NOT reached"})`;
    lines.push(`- ${delayMs} ms: ${of} / ${to} = ${ratio.toFixed(2)} (${byCpu.toFixed(2)})${verdict}`);
  }
  return lines.join("\n");
}

function row(standing: Standing): string {
  const { contestant, setting, rounds } = standing;
  const rates = rounds.map(({ perSecond }) => perSecond);
  const cpu = (of: "consumer" | "queue") => median(rounds.map(({ cpuMs }) => cpuMs[of])).toFixed(3);
  const settings = Object.entries(setting).map(([name, value]) => `${name} ${value}`);
  const spread = `${Math.round(Math.min(...rates))} – ${Math.round(Math.max(...rates))}`;
  const calls = median(rounds.map(({ providerCalls }) => providerCalls));
  const cells = [
    contestant.name,
    settings.join(", "),
    `${Math.round(ratePerSecond(standing))} (${spread})`,
    cpu("consumer"),
    cpu("queue"),
    calls > 0 ? String(calls) : "",
  ];
  return `| ${cells.join(" | ")} |`;
}
