import type { Cause } from "../../cause";

export const workerOomKilled: Cause = {
  id: "worker.oom-killed",
  outcome: "blocked",
  rank: 6,
  means: "The worker was killed because it ran out of memory.",
  recognise: "`OOMKilled`, exit code 137, or `Out of memory` in the log.",
  fixes: ["raise-memory", "start-worker"],
  en: {
    title: "The worker was killed: out of memory",
    explanation:
      "The worker process was killed: out of memory[ ({container}, OOMKilled={oom})][, exit code {exitCode}].",
    variants: {
      signal: {
        title: "A process of the worker was killed (SIGKILL)",
        explanation: "Its parent saw the signal; most often the kernel sends it for want of memory.",
      },
      thrown: {
        title: "The worker ran out of memory",
        explanation: "[{said}. ]The program asked for memory and got none.",
      },
    },
  },
  ko: {
    title: "워커가 메모리 부족으로 종료됨",
    explanation:
      "워커 프로세스가 메모리 부족으로 종료되었습니다[ ({container}, OOMKilled={oom})][, 종료 코드 {exitCode}].",
    variants: {
      signal: {
        title: "워커의 프로세스가 강제 종료됨 (SIGKILL)",
        explanation: "부모 프로세스가 신호를 보았습니다. 대개 메모리가 부족할 때 커널이 보냅니다.",
      },
      thrown: {
        title: "워커의 메모리가 부족함",
        explanation: "[{said}. ]프로그램이 메모리를 요청했으나 받지 못했습니다.",
      },
    },
  },
  rules: [],
};
