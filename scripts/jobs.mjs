// Programs beside each other, whose outputs are read one after the other.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "./setup.mjs";

/** A program that takes longer hangs: the longest takes four minutes, and others may use the machine too. */
const limitMs = 1_800_000;

/**
 * Runs jobs in their order, `atOnce` of them at a time; resolves with the names of those that failed. What a job prints
 * is shown in one piece at its end: it goes to a file until then, not to a pipe, which a process that it left behind
 * would keep open.
 *
 * A job: `{ name, command, args, ready? }`; `ready`: a promise that it waits for.
 */
export async function runJobs(jobs, atOnce) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-jobs-"));
  const waiting = [...jobs];
  const failed = [];
  // Ends the programs that run, too: see `run`.
  const interrupt = () => {
    failed.push("interrupted");
    waiting.length = 0;
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const work = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      if ((await runJob(job, folder)) !== 0) failed.push(job.name);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return failed;
}

async function runJob({ name, command, args, ready }, folder) {
  await ready;
  const file = path.join(folder, `${name.replace(/\W+/g, "-")}.txt`);
  const output = fs.openSync(file, "w");
  const startedAt = Date.now();
  try {
    const code = await run(command, args, { output, limitMs });
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const result = code === 0 ? `${seconds} s` : `failed (${code}) after ${seconds} s`;
    process.stdout.write(`\n──── ${name}: ${result}\n${fs.readFileSync(file, "utf8")}`);
    return code;
  } finally {
    fs.closeSync(output);
  }
}
