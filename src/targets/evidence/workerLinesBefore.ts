import type { LogLine } from "../../runtime/stack/lineBuffer";
import type { WorkerContainer, WorkerTarget } from "../environment";
import { isAboutMessage } from "./correlation";
import { LOG_TOLERANCE_MS, LOOK_BACK_MS } from "./sentMessage";

type Line = Pick<LogLine, "at" | "text">;

/** Enough for the start lines and the last words. */
const KEPT_LINES = 200;

/**
 * For a worker that is down, its last run, whose last lines say why. For a running one, the lines without the last
 * moments.
 */
export async function readLinesBefore(worker: WorkerTarget, signal: AbortSignal): Promise<LogLine[] | undefined> {
  const container: WorkerContainer = await worker.container(signal);
  if (container.state === "missing") return undefined;
  const startedAt = Date.parse(container.startedAt ?? "");
  const isUp = container.state === "running";
  const now = Date.now();
  const isTold = isUp && worker.variables !== undefined;
  // An engine under load notes a start after the first lines: those of a worker that died at once would be lost.
  const runSince = isUp ? startedAt : startedAt - LOG_TOLERANCE_MS;
  const since = Number.isFinite(startedAt) && !isTold ? runSince : now - LOOK_BACK_MS;
  const lines = (await worker.linesSince(since, signal)).filter(({ at }) => !isUp || at < now - LOG_TOLERANCE_MS);
  if (lines.length <= 2 * KEPT_LINES) return lines;
  return [...lines.slice(0, KEPT_LINES), ...lines.slice(-KEPT_LINES)];
}

/**
 * The worker's lines from before the send. The last moments before it count as after it: of those, only lines of a
 * worker that went down are kept, and only those after its last message. The rest is about other messages.
 */
export function lastWords(lines: readonly Line[] | undefined = [], sentAt: number): readonly Line[] {
  const before = lines.filter(({ at }) => at < sentAt);
  const lastOfMessage = before.findLastIndex(({ text }) => isAboutMessage(text));
  return before.filter(({ at }, index) => index > lastOfMessage || at < sentAt - LOG_TOLERANCE_MS);
}
