import type { StackClient } from "../../runtime/control/stackClient";
import type { TailEntry } from "../environment";

/** The stack numbers the lines across all restarts of the worker. */
export async function* tailOfStack(
  client: StackClient,
  source: "worker" | "api",
  position: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<TailEntry> {
  const newest = async () => (await client.recentLogs(source)).at(-1)?.seq ?? 0;
  const since = position === undefined ? await newest() : Number(position);
  for await (const line of client.logs(source, since, signal)) {
    yield { kind: "line", line, position: String(line.seq) };
  }
}
