import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { clockTime } from "../../common/clockTime";
import type { Layer } from "../../runtime/message/messageEvents";
import { factsOf } from "../../targets/layers/layersSnapshot";
import type {
  ApiFacts,
  DataFacts,
  LayersSnapshot,
  ProviderFacts,
  WorkerFacts,
} from "../../targets/layers/layersSnapshot";
import type { QueueReading } from "../../targets/environment";
import { isActive } from "../../targets/tenants/registeredSenders";
import { whenText } from "../shownTimes";
import type { TreeNode } from "../treeNode";

/** What was measured of each layer, one row a fact: its name, its value and where that came from. */
const fact = (layer: string, name: string, label: string, description: string): TreeNode => ({
  id: `fact.${layer}.${name}`,
  label,
  description,
  icon: "none",
});

/** The facts of one layer, fresh or the last ones known; none where nothing was ever known. */
export function layerFacts(layer: Layer, snapshot: LayersSnapshot, now: number): TreeNode[] {
  switch (layer) {
    case "api":
      return rowsOf(snapshot.api, (api) => apiFacts(api, now));
    case "queue":
      return rowsOf(snapshot.queue, queueFacts);
    case "worker":
      return rowsOf(snapshot.worker, (worker) => workerFacts(worker, factsOf(snapshot.queue), snapshot.isLocal, now));
    case "provider":
      return rowsOf(snapshot.provider, providerFacts);
  }
}

function rowsOf<T>(measured: Parameters<typeof factsOf<T>>[0], of: (facts: T, at: number) => TreeNode[]): TreeNode[] {
  const facts = factsOf(measured);
  if (measured === undefined || facts === undefined) return [];
  return of(facts, "failed" in measured ? (measured.last?.at ?? measured.at) : measured.at);
}

function apiFacts({ url, lastAnswer }: ApiFacts, now: number): TreeNode[] {
  const answer = lastAnswer
    ? [lastAnswer.status, formatDuration(lastAnswer.elapsedMs), lastAnswer.tenantCode, whenText(lastAnswer.at, now)]
        .filter((part) => part !== undefined)
        .join(" · ")
    : l10n.t("none yet");
  return [fact("api", "url", "URL", url), fact("api", "answer", l10n.t("Last answer"), answer)];
}

/** `at`: when the counts were so. */
function queueFacts({ name, region, url, endpoint, counts }: QueueReading, at: number): TreeNode[] {
  const rows = [
    fact("queue", "name", l10n.t("Queue"), endpoint === undefined ? `${name} · ${region}` : name),
    ...((endpoint ?? url) ? [fact("queue", "url", "URL", endpoint ?? url ?? "")] : []),
  ];
  if (!counts) return rows;
  const { visible, inFlight, delayed, dead = 0, oldestAgeSeconds } = counts;
  const age = oldestAgeSeconds === undefined || visible + inFlight + delayed === 0;
  return [
    ...rows,
    fact("queue", "visible", l10n.t("Ready"), String(visible)),
    fact("queue", "inFlight", l10n.t("In flight"), String(inFlight)),
    fact("queue", "delayed", l10n.t("Delayed"), String(delayed)),
    { ...fact("queue", "dead", l10n.t("Dead (DLQ)"), String(dead)), ...(dead > 0 && { can: "deadLetters" }) },
    fact(
      "queue",
      "age",
      l10n.t("Oldest message"),
      age ? "–" : l10n.t("since {0}", clockTime(at - oldestAgeSeconds * 1000)),
    ),
  ];
}

function workerFacts(worker: WorkerFacts, queue: QueueReading | undefined, isLocal: boolean, now: number): TreeNode[] {
  const { polls, queueName, region, image } = worker;
  return [
    fact("worker", "process", isLocal ? l10n.t("Process") : l10n.t("Runs as"), processText(worker)),
    ...(image === undefined ? [] : [fact("worker", "image", l10n.t("Image"), image)]),
    fact("worker", "queue", l10n.t("Polls"), [queueName, region].filter(Boolean).join(" · ") || "–"),
    ...(polls ? pollRows(polls, now) : []),
    fact("worker", "inFlight", l10n.t("In flight"), String(queue?.counts?.inFlight ?? "–")),
    fact("worker", "mode", l10n.t("Mode"), modeText(worker, isLocal)),
  ];
}

function pollRows({ open, lastAt, lastReceivedAt }: NonNullable<WorkerFacts["polls"]>, now: number): TreeNode[] {
  const poll = open > 0 ? l10n.t("long poll open") : lastAt ? whenText(lastAt, now) : l10n.t("none yet");
  return [
    fact("worker", "poll", l10n.t("Last poll"), poll),
    fact("worker", "receive", l10n.t("Last receive"), lastReceivedAt ? clockTime(lastReceivedAt) : l10n.t("none yet")),
  ];
}

function processText({ origin, restartCount, startedAt }: WorkerFacts): string {
  const parts = [
    origin || l10n.t("none"),
    ...(startedAt === undefined ? [] : [l10n.t("since {0}", clockTime(startedAt))]),
    ...(restartCount > 0 ? [l10n.t("restarted {0} times", restartCount)] : []),
  ];
  return parts.join(" · ");
}

function modeText({ mock }: WorkerFacts, isLocal: boolean): string {
  if (mock === undefined) return "–";
  if (mock) return l10n.t("mock: nothing is sent (SOLAPI_MOCK=true)");
  return isLocal ? l10n.t("sends for real, to the sandbox") : l10n.t("sends for real");
}

function providerFacts({ senders, balance, mode, url }: ProviderFacts): TreeNode[] {
  const won = balance === undefined ? "–" : l10n.t("{0} won", balance.toLocaleString("en"));
  return [
    sendersFact(senders),
    fact("provider", "balance", l10n.t("Balance"), won),
    { ...fact("provider", "mode", l10n.t("Mode"), providerMode(mode)), ...(mode !== "live" && { can: "sandbox" }) },
    fact("provider", "url", "URL", url),
  ];
}

/** A single number in the row itself; of several how many are active, and a row below for each. */
function sendersFact(senders: ProviderFacts["senders"]): TreeNode {
  const label = l10n.t("Sender numbers");
  const [first, second] = senders;
  if (!first) return fact("provider", "senders", label, l10n.t("none"));
  if (!second) {
    return fact("provider", "senders", label, `${first.phoneNumber} ${senderStatus(first.status)}`);
  }
  const active = senders.filter(isActive).length;
  return {
    ...fact("provider", "senders", label, l10n.t("{0} of {1} active", active, senders.length)),
    children: senders.map(({ phoneNumber, status }) =>
      fact("provider", `senders.${phoneNumber}`, phoneNumber, senderStatus(status)),
    ),
  };
}

function providerMode(mode: ProviderFacts["mode"]): string {
  switch (mode) {
    case "mock":
      return l10n.t("mock");
    case "sandbox":
      return l10n.t("sandbox");
    case "live":
      return l10n.t("live: messages reach phones and cost money");
  }
}

/** Solapi's word for a sender number's state, in the reader's language. */
export function senderStatus(status: string): string {
  switch (status.toUpperCase()) {
    case "ACTIVE":
      return l10n.t("active");
    case "INACTIVE":
      return l10n.t("inactive");
    case "PENDING":
      return l10n.t("pending");
    case "EXPIRED":
      return l10n.t("expired");
    default:
      return status.toLowerCase();
  }
}

export function dataSummary({ tenant, lastLog }: DataFacts): string {
  const sender = tenant && (tenant.messagingSender || l10n.t("sender empty"));
  return [tenant?.code ?? l10n.t("no tenant"), sender, lastLogText(lastLog)].filter(Boolean).join(" · ");
}

function lastLogText(lastLog: DataFacts["lastLog"]): string {
  if (!lastLog) return l10n.t("no NotificationLog yet");
  return lastLog.success ? l10n.t("log #{0} success", lastLog.id) : l10n.t("log #{0} failed", lastLog.id);
}

export function dataFacts({ tenant, lastLog, origin }: DataFacts): TreeNode[] {
  const log = lastLog
    ? `#${lastLog.id} · ${lastLog.success ? l10n.t("success") : lastLog.failureReason} · ${clockTime(lastLog.at)}`
    : l10n.t("none yet");
  const own = tenant && { tenantCode: tenant.code };
  return [
    {
      ...fact("data", "tenant", l10n.t("Tenant"), tenant ? `${tenant.code} · ${tenant.name}` : l10n.t("none")),
      ...own,
    },
    {
      ...fact("data", "sender", "messaging_sender", tenant ? tenant.messagingSender || l10n.t("(empty)") : "–"),
      ...(tenant && { can: "tenant", ...own }),
    },
    fact("data", "log", l10n.t("Last NotificationLog"), log),
    fact("data", "store", l10n.t("Store"), origin),
  ];
}
