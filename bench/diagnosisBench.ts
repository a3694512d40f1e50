import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** One million lines of 110 bytes. */
const LINES = 1_000_000;
const ROUNDS = 3;

interface Walk {
  seconds: number;
  cpuSeconds: number;
  megabytes?: number;
  told?: string;
}

/** Times a log file to its verdict, beside readline and grep, each in a process of its own, in turns. */
export function benchDiagnosis(isQuick: boolean): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-diagnosis-"));
  try {
    const sizes = isQuick ? [20_000] : [LINES / 4, LINES / 2, LINES];
    for (const lines of sizes) {
      const file = path.join(folder, `${lines}.log`);
      writeLog(file, lines);
      report(file, lines, isQuick ? 1 : ROUNDS);
      fs.rmSync(file);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function report(file: string, lines: number, rounds: number): void {
  const megabytes = (fs.statSync(file).size / 1e6).toFixed(0);
  const walks = Array.from({ length: rounds }, () => ({
    readline: walkOf("readline", file),
    verdict: walkOf("verdict", file),
    grep: grepOf(file),
  }));
  const ratio = median(walks.map(({ readline, verdict }) => verdict.cpuSeconds / readline.cpuSeconds));
  const shown = ({ seconds, cpuSeconds, megabytes: rss, told }: Walk) =>
    `${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of CPU${rss ? `, ${rss.toFixed(0)} MB` : ""}${told ? `, ${told}` : ""}`;
  console.log(`${lines} lines, ${megabytes} MB`);
  for (const { readline, verdict, grep } of walks) {
    console.log(`  readline ${shown(readline)}`);
    console.log(`  verdict  ${shown(verdict)}`);
    console.log(`  grep     ${shown(grep)}`);
  }
  console.log(`  verdict : readline by CPU, median ${ratio.toFixed(2)}`);
}

function walkOf(kind: "readline" | "verdict", file: string): Walk {
  const run = spawnSync(process.execPath, [path.join(import.meta.dirname, "diagnosisWalk.js"), kind, file], {
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`${kind} failed: ${run.stderr}`);
  return JSON.parse(run.stdout) as Walk;
}

/** GNU grep for an error, as a person would. Its CPU time is that of the children, as the shell's `times` gives it. */
function grepOf(file: string): Walk {
  const startedAt = performance.now();
  const run = spawnSync("sh", ["-c", 'LC_ALL=C grep -cE "ERROR|Traceback|AccessDenied" "$0"; times', file], {
    encoding: "utf8",
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const [count = "", , children = ""] = run.stdout.trim().split("\n");
  const cpuSeconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
    0,
  );
  return { seconds, cpuSeconds, told: `${count} lines` };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** A worker's day: sends that succeed, HTTP calls, other libraries' lines, some errors, and the failure at the end. */
function writeLog(file: string, lines: number): void {
  const start = Date.UTC(2026, 10, 27, 0, 0, 0);
  const out = fs.openSync(file, "w");
  let chunk: string[] = [];
  for (let line = 0; line < lines; line++) {
    const at = new Date(start + line * 80).toISOString().replace("T", " ").replace("Z", "").replace(".", ",");
    chunk.push(`${at} ${lineOf(line, lines)}\n`);
    if (chunk.length === 10_000) {
      fs.writeSync(out, chunk.join(""));
      chunk = [];
    }
  }
  fs.writeSync(out, chunk.join(""));
  fs.closeSync(out);
}

const denied =
  "[ERROR] [MESSAGING-WORKER] Failed to receive message from academy-messaging-jobs: An error occurred (AccessDenied) when calling the ReceiveMessage operation: denied";

function lineOf(line: number, lines: number): string {
  const number = String(line).padStart(8, "0");
  const trace = line.toString(16).padStart(8, "0");
  if (line > lines - 20) return denied;
  switch (line % 10) {
    case 0:
      return `[INFO] [MESSAGING-WORKER] HTTP Request: POST https://api.solapi.com/messages/v4/send "HTTP/1.1 200 OK"`;
    case 1:
      return `[INFO] [MESSAGING-WORKER] send_sms ok to=0101**** group_id=G4V2026112706${number}ABCDEF`;
    case 2:
      return `INFO academy.messaging.tasks Task messaging.deliver[${trace}-11] succeeded in 0.4${line % 10}s: None`;
    case 3:
      return `[INFO] [MESSAGING-WORKER] Messaging source context: tenant=${line % 90} event=e source=s use_case=u object=${number}`;
    case 4:
      return `DEBUG botocore.endpoint Response headers: {'x-amzn-requestid': '${trace}-6f1c-5d3b', 'date': 'x'}`;
    case 5:
      return `{"level": "info", "msg": "message ${trace} received", "queue": "academy-messaging-jobs", "attempt": 1}`;
    case 6:
      return `[INFO] [MESSAGING-WORKER] alimtalk via common solapi channel: tenant=${line % 90} trace_id=${trace}`;
    case 7:
      return line % 1_000 === 7
        ? `[WARNING] [MESSAGING-WORKER] send failed, message will retry: ReadTimeout trace_id=${trace}`
        : `[INFO] [MESSAGING-WORKER] poll returned 1 message(s), ${line % 50} more wait, lag ${line % 900} ms`;
    default:
      return `INFO ${number} kombu.transport.SQS connection idle for ${line % 60} s, heartbeat ${trace} sent to peer`;
  }
}
