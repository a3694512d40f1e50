import assert from "node:assert/strict";
import { runCli } from "../stack/stackFixture";
import { found } from "./plants";

/** Runs commands, which may fail, two at once; none may write a plant. Returns what they wrote to standard output. */
export async function runClean(commands: readonly string[][], env: Record<string, string>): Promise<string[]> {
  const written: string[] = [];
  const waiting = commands.entries();
  const runWaiting = async () => {
    for (const [index, command] of waiting) written[index] = await runOne(command, env);
  };
  await Promise.all([runWaiting(), runWaiting()]);
  return written;
}

async function runOne(command: string[], env: Record<string, string>): Promise<string> {
  const { stdout, stderr, code } = await runCli(command, env);
  const name = command.join(" ");
  assert.ok([0, 1, 2, 64, 69].includes(code), `${name}: ${code} ${stderr}`);
  assert.doesNotMatch(stderr, /Unexpected failure/, name);
  assert.deepEqual(found(stdout), [], `${name} on standard output`);
  assert.deepEqual(found(stderr), [], `${name} on standard error`);
  return stdout;
}
