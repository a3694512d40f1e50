import { permissionIn } from "../../../facts/queueFailures";
import { excerptOfLine, sentence } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { containerEvidence, processValues } from "../../../rules/worker/processEvidence";
import { creationFixes, startFixes, startNotes } from "../../../rules/worker/startAdvice";
import { SAID, workerSignRule } from "../../../rules/worker/workerSign";
import { firstTold } from "../../../signs";
import type { Cause } from "../../cause";

const containerRule: Rule = {
  id: "container",
  evaluate(facts) {
    const { state } = facts.process;
    if (state !== "missing" && state !== "created") return undefined;
    return {
      confidence: 0.95,
      basis: "state",
      evidence: [containerEvidence(facts)],
      values: processValues(facts),
      fixes: facts.process.isUnwanted ? ["scale-worker"] : [],
    };
  },
};

/** What `docker logs` prints if there is no container. */
const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    const found = firstTold([...facts.workerBefore, ...(facts.worker ?? [])], "container-absent");
    if (!found || facts.process.state === "running") return undefined;
    const container = facts.process.name ?? found.values["container"];
    return {
      confidence: 0.92,
      basis: "state",
      evidence: [excerptOfLine(found.line)],
      values: { ...processValues(facts), container },
    };
  },
};

export const workerNotRunning: Cause = {
  id: "worker.not-running",
  outcome: "blocked",
  rank: 4,
  means: "There is no container or process of the worker.",
  recognise: "Container state `missing`, or a container that was created and never started.",
  fixes: ["start-worker"],
  en: {
    title: "The worker does not run",
    explanation:
      "The worker process is not running[: {container}, state {state}][: {said}].[ {waiting} {waiting|message waits|messages wait} in the queue.]",
  },
  ko: {
    title: "워커가 실행되고 있지 않음",
    explanation:
      "워커 프로세스가 실행되고 있지 않습니다[. {container}, 상태 {state}][: {said}].[ 큐에 {waiting}건이 기다립니다.]",
  },
  rules: [
    containerRule,
    logRule,
    workerSignRule("unanswered", {
      confidence: 0.6,
      basis: "state",
      values: (_, said) => ({ said: sentence(said, 200) }),
      unless: "restarting",
    }),
    workerSignRule("not-created", {
      confidence: 0.9,
      basis: "state",
      notes: (said) => (creationFixes(said)[0] === startFixes(said)[0] ? startNotes(said) : []),
      fixes: creationFixes,
      values: ({ line }, said) => ({ said: sentence(said, SAID), ...permissionIn(line.all) }),
    }),
  ],
};
