// Runs programs in parallel and shows their outputs one after the other.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "./setup.mjs";

/** A program that takes longer hangs: the longest takes five minutes, and others may use the machine too. */
const LIMIT_MS = 1_200_000;

/**
 * Runs jobs in order, `atOnce` of them at a time; a job that still waits lets the next ready one go first. Shows a
 * job's output in one piece at its end. Until then it goes to a file: a process left behind would keep a pipe open.
 *
 * A job: `{ name, command, args, env?, ready?, limitMs? }`; `ready`: a promise that it waits for.
 * @returns `{ failed, passed, failures, skipped, reasons }`: failed jobs (`{ name, why }`, see `whyFailed`), mocha's
 *   counts of tests, and the lines in which tests say why they were skipped.
 */
export async function runJobs(jobs, atOnce) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-jobs-"));
  const waiting = [...jobs];
  const result = { failed: [], passed: 0, failures: 0, skipped: 0, reasons: new Set() };
  const isReady = new Set(jobs.filter((job) => !job.ready));
  for (const job of jobs) void job.ready?.then(() => isReady.add(job));
  const next = () =>
    waiting.splice(
      Math.max(
        0,
        waiting.findIndex((job) => isReady.has(job)),
      ),
      1,
    )[0];
  // Also ends the running programs: see `run`.
  const interrupt = () => {
    result.failed.push({ name: "interrupted", why: "" });
    waiting.length = 0;
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const work = async () => {
    for (let job = next(); job; job = next()) {
      const { code, printed } = await runJob(job, folder);
      if (code !== 0) result.failed.push({ name: job.name, why: whyFailed(printed) });
      count(printed, result);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return result;
}

async function runJob({ name, command, args, env, ready, limitMs = LIMIT_MS }, folder) {
  await ready;
  const file = path.join(folder, `${name.replace(/\W+/g, "-")}.txt`);
  const output = fs.openSync(file, "w");
  const startedAt = Date.now();
  try {
    const ended = await run(command, args, { output, limitMs, env });
    const elapsedMs = Date.now() - startedAt;
    const seconds = Math.round(elapsedMs / 1000);
    // Mocha ends well when it is told to end, although something it started was still there.
    const code = elapsedMs < limitMs ? ended : 1;
    const end = code === 0 ? `${seconds} s` : `failed (${code}) after ${seconds} s`;
    const printed = fs.readFileSync(file, "utf8");
    process.stdout.write(`\n──── ${name}: ${end}\n${printed}`);
    return { code, printed };
  } finally {
    fs.closeSync(output);
  }
}

/** Adds mocha's counts, and the reasons of skipped tests. */
function count(printed, result) {
  const sum = (word) =>
    [...printed.matchAll(new RegExp(`^ +(\\d+) ${word}\\b`, "gm"))].reduce((total, [, n]) => total + Number(n), 0);
  result.passed += sum("passing");
  result.failures += sum("failing");
  result.skipped += sum("pending");
  for (const [, reason] of printed.matchAll(/^ +skipped: (.*)$/gm)) result.reasons.add(reason);
}

/** Mocha's list of the tests that failed, or the last lines of a job that has none. */
function whyFailed(printed) {
  const lines = printed.trimEnd().split("\n");
  const listed = lines.findIndex((line) => /^ +\d+ failing\b/.test(line));
  return (listed < 0 ? lines.slice(-20) : lines.slice(listed, listed + 100)).join("\n");
}
