import * as l10n from "@vscode/l10n";
import { POLL_EXPECTED_WITHIN_MS } from "../../runtime/queue/pollerRegistry";
import type { TitledCause } from "./causeTitles";
import { causeOfQueueError } from "./errorCauses";
import { causeFact, fact } from "./layerFact";
import type { LayerFact } from "./layerFact";
import type { QueueView, WorkerReading } from "./layersSnapshot";
import { sharesOf } from "../../common/shown/consumerShares";
import { accessFact } from "./queueFacts";

/**
 * Facts from the worker's process, its variables compared with the API's, and its last poll. `at`: time of the reading.
 */
export function workerFacts(worker: WorkerReading, at: number, queue: QueueView | undefined): LayerFact[] {
  const process = processFact(worker);
  if (worker.otherConsumer !== undefined && (worker.state === "stopped" || worker.state === "missing")) {
    return [fact("worker", "ok", l10n.t("{0}, yours, polls", worker.otherConsumer.name))];
  }
  if (process) return [process];
  return [...sharedFacts(worker), ...variableFacts(worker, queue), pollFact(worker, at, queue)];
}

/** Two consumers on one queue: which of them gets a message is chance. */
const sharedFacts = ({ otherConsumer }: WorkerReading): LayerFact[] =>
  otherConsumer?.isPolling
    ? [fact("worker", "degraded", l10n.t("two consumers share the queue"), sharesOf(otherConsumer))]
    : [];

const FAILURES: Record<NonNullable<WorkerReading["failure"]>["reason"], TitledCause> = {
  "env-missing": "worker.env-missing",
  "env-invalid": "worker.crash-loop",
  database: "worker.database",
  "module-not-found": "worker.module-not-found",
};

/** Undefined if the process runs. */
function processFact(worker: WorkerReading): LayerFact | undefined {
  const { state, origin, failure, oomKilled, restartCount, answers } = worker;
  switch (state) {
    case "stopped":
      if (worker.isAside) return fact("worker", "unknown", l10n.t("made room for a worker of yours"));
      return { ...causeFact("worker", "worker.not-running"), status: "off", title: l10n.t("The worker is stopped") };
    case "missing":
      return causeFact("worker", "worker.not-running", l10n.t("there is no {0}", origin));
    case "unknown":
      return fact("worker", "unknown", l10n.t("process unknown"));
    case "starting":
      if (restartCount === 0) return fact("worker", "unknown", l10n.t("starting"));
      break;
    case "restarting":
    case "exited":
      break;
    case "running":
      if (answers === false) return causeFact("worker", "worker.not-polling", l10n.t("its process does not answer"));
      return undefined;
  }
  if (failure) return causeFact("worker", FAILURES[failure.reason], failure.message);
  if (oomKilled) return causeFact("worker", "worker.oom-killed", endingOf(worker));
  return causeFact("worker", state === "exited" ? "worker.exited" : "worker.crash-loop", endingOf(worker));
}

const endingOf = ({ signal, exitCode }: WorkerReading) =>
  signal ?? (exitCode === undefined ? "" : l10n.t("exit code {0}", exitCode));

/** Variables that keep messages from being sent or recorded. */
function variableFacts(worker: WorkerReading, queue: QueueView | undefined): LayerFact[] {
  const { queueName, region, ormAvailable, fallbackSender } = worker;
  const filled = queue?.asApi?.name ?? queue?.name;
  const filledIn = queue?.asApi?.region ?? queue?.region;
  const facts: LayerFact[] = [];
  if (queueName !== undefined && filled !== undefined && queueName !== filled) {
    facts.push(causeFact("worker", "queue.name-mismatch", l10n.t("polls {0}, the API fills {1}", queueName, filled)));
  }
  if (region !== undefined && filledIn !== undefined && region !== filledIn) {
    facts.push(
      causeFact("worker", "queue.region-mismatch", l10n.t("polls in {0}, the API fills {1}", region, filledIn)),
    );
  }
  if (ormAvailable === false) {
    facts.push(causeFact("worker", "worker.orm-unavailable", "DJANGO_SETTINGS_MODULE", "degraded"));
  }
  if (fallbackSender === "") facts.push(causeFact("worker", "provider.sender-missing", "SOLAPI_SENDER", "degraded"));
  return facts;
}

function pollFact(worker: WorkerReading, at: number, queue: QueueView | undefined): LayerFact {
  const { pollFailure, polls, health, own } = worker;
  const access = own?.queue && !("cannot" in own.queue) ? own.queue : queue?.asWorker;
  if (pollFailure) {
    const { operation, code, message } = pollFailure;
    return causeFact("worker", causeOfQueueError(pollFailure, "receive"), `${operation}: ${code}: ${message}`);
  }
  if (access?.error) return accessFact("worker", access, "receive");
  if (health === "unhealthy") return fact("worker", "degraded", l10n.t("running, and its health check fails"));
  if (!polls) return fact("worker", "ok", l10n.t("running"));
  if (polls.open > 0 || at - polls.lastAt < POLL_EXPECTED_WITHIN_MS) return fact("worker", "ok", l10n.t("polling"));
  return causeFact("worker", "worker.not-polling", undefined, "degraded");
}
