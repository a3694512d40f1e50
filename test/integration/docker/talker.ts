import assert from "node:assert/strict";
import { startContainerProcess } from "../../../src/targets/docker/containerProcess";
import { DockerEngine } from "../../../src/targets/docker/dockerEngine";
import type { TestEngine } from "./dockerEngine";

/** Says "ready N", N counting its runs, and at a TERM "bye N" (exit code 3). It writes what it is told to write. */
export const TALKER = [
  "sh",
  "-c",
  `run=$(cat /tmp/runs 2>/dev/null || echo 0)
   run=$((run + 1))
   echo $run > /tmp/runs
   trap "echo bye $run; exit 3" TERM
   echo ready $run
   while :; do sleep 300 & wait $!; done`,
];

/** Writes to the output of a container's first process. */
export async function tell(test: TestEngine, name: string, text: string): Promise<void> {
  const command = ["sh", "-c", "cat > /proc/1/fd/1"];
  const child = await startContainerProcess(new DockerEngine(test.host), name, { command });
  child.stdin.end(text);
  child.stdout.resume();
  child.stderr.resume();
  assert.deepEqual(await child.exited, { exitCode: 0 });
}
