import type { Finding } from "../../diagnosis/diagnosis";
import type { ScenarioDifference } from "./scenarioExpectations";
import type { ObservedEvent, ScenarioObservation } from "./scenarioObservation";
import type { MessageScenario } from "./scenarioSchema";

/** What became of one scenario. */
export interface ScenarioResult {
  name: string;
  /** `failed`: an expectation did not hold. `broken`: it could not be run to its end; `problem` says why. */
  status: "passed" | "failed" | "broken";
  elapsedMs: number;
  differences: ScenarioDifference[];
  /** Of the send that differs, else of the first one. */
  verdict?: Finding;
  /** Of all messages. */
  traceIds: string[];
  /** Of all messages, where it failed: its stack, which knew them, is gone. */
  events?: ObservedEvent[];
  /** The file with its messages, masked, where it failed: `diagnose --evidence` reads it, and the editor opens it. */
  report?: string;
  problem?: { message: string; reason?: string; nextStep?: string | undefined };
}

type End =
  | { seen: ScenarioObservation; differences: ScenarioDifference[] }
  | { problem: NonNullable<ScenarioResult["problem"]> };

export function resultOf(
  { name }: MessageScenario,
  startedAt: number,
  end: End,
  report: string | undefined,
): ScenarioResult {
  const elapsedMs = Math.round(performance.now() - startedAt);
  const kept = report !== undefined && { report };
  if ("problem" in end)
    return { name, status: "broken", elapsedMs, differences: [], traceIds: [], ...kept, problem: end.problem };
  const { seen, differences } = end;
  const { send = 1 } = differences.find((each) => each.send !== undefined) ?? {};
  const verdict = seen.sends[send - 1]?.verdict;
  const traceIds = seen.sends.flatMap(({ messages }) => messages.map(({ traceId }) => traceId));
  const status = differences.length === 0 ? "passed" : "failed";
  const events = seen.sends.flatMap(({ messages }) => messages.flatMap((message) => message.events));
  const failed = status === "failed" && { events };
  return { name, status, elapsedMs, differences, traceIds, ...failed, ...kept, ...(verdict && { verdict }) };
}
