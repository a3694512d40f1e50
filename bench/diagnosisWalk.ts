// Walks a log once and prints how long it took: node diagnosisWalk.js readline|verdict FILE
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { diagnoseFiles } from "../src/operations/diagnosis/diagnoseFiles";

const [, , kind, file = ""] = process.argv;

async function walk(): Promise<string> {
  if (kind === "verdict") {
    const { diagnosis } = await diagnoseFiles({ workerLog: file }, { language: "en", workspace: undefined });
    return `${diagnosis.verdict.cause} ${diagnosis.verdict.outcome}`;
  }
  let lines = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) lines += line.length > 0 ? 1 : 0;
  return `${lines} lines`;
}

const startedAt = performance.now();
void walk().then((told) => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  process.stdout.write(JSON.stringify({ seconds, cpuSeconds, megabytes: maxRSS / 1_000, told }));
});
