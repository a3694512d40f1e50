import * as l10n from "@vscode/l10n";
import { restartsText } from "../../common/text/counts";
import { formatDuration } from "../../common/durations";
import { clockTime } from "../../common/clockTime";
import type { LightLayer } from "../../targets/layers/layerFact";
import { readingOf } from "../../targets/layers/layersSnapshot";
import type {
  ApiReading,
  DataReading,
  LogReading,
  LayersSnapshot,
  ProviderReading,
  WorkerReading,
} from "../../targets/layers/layersSnapshot";
import type { QueueReading } from "../../targets/environment";
import { sharesOf } from "../../common/shown/consumerShares";
import { isActive, senderStatus } from "../../targets/tenants/registeredSenders";
import { whenText } from "../shownTimes";
import type { TreeNode } from "../treeNode";

/** What was measured of each layer, one row per fact: its name, its value and its source. */
const row = (layer: string, name: string, label: string, description: string): TreeNode => ({
  id: `fact.${layer}.${name}`,
  label,
  description,
  icon: "none",
});

/** The facts of one layer, current or last known; empty if nothing was ever known. */
export function readingRows(layer: LightLayer, snapshot: LayersSnapshot, now: number): TreeNode[] {
  switch (layer) {
    case "api":
      return rowsOf(snapshot.api, (api) => apiRows(api, snapshot.isLocal, now));
    case "queue":
      return rowsOf(snapshot.queue, queueRows);
    case "worker":
      return rowsOf(snapshot.worker, (worker) => workerRows(worker, readingOf(snapshot.queue), snapshot.isLocal, now));
    case "provider":
      return rowsOf(snapshot.provider, providerRows);
    case "data":
      return rowsOf(snapshot.data, dataRows);
  }
}

function rowsOf<T>(measured: Parameters<typeof readingOf<T>>[0], of: (facts: T, at: number) => TreeNode[]): TreeNode[] {
  const facts = readingOf(measured);
  if (measured === undefined || facts === undefined) return [];
  return of(facts, "failed" in measured ? (measured.last?.at ?? measured.at) : measured.at);
}

function apiRows({ url, lastSend }: ApiReading, isLocal: boolean, now: number): TreeNode[] {
  const head = row("api", "url", "URL", url);
  if (!isLocal) return [head];
  const answer = lastSend
    ? [lastSend.status, formatDuration(lastSend.elapsedMs), lastSend.tenantCode, whenText(lastSend.at, now)].join(" · ")
    : l10n.t("none yet");
  return [head, row("api", "answer", l10n.t("Last send"), answer)];
}

/** `at`: when the counts were taken. */
function queueRows({ name, region, url, endpoint, counts }: QueueReading, at: number): TreeNode[] {
  const rows = [
    row("queue", "name", l10n.t("Queue"), endpoint === undefined ? `${name} · ${region}` : name),
    ...((endpoint ?? url) ? [row("queue", "url", "URL", endpoint ?? url ?? "")] : []),
  ];
  if (!counts) return rows;
  const { visible, inFlight, delayed, dead = 0, oldestAgeSeconds } = counts;
  const age = oldestAgeSeconds === undefined || visible + inFlight + delayed === 0;
  return [
    ...rows,
    row("queue", "visible", l10n.t("Ready"), String(visible)),
    row("queue", "inFlight", l10n.t("In flight"), String(inFlight)),
    row("queue", "delayed", l10n.t("Delayed"), String(delayed)),
    { ...row("queue", "dead", l10n.t("Dead (DLQ)"), String(dead)), ...(dead > 0 && { can: "deadLetters" }) },
    row(
      "queue",
      "age",
      l10n.t("Oldest message"),
      age ? "–" : l10n.t("since {0}", clockTime(at - oldestAgeSeconds * 1000)),
    ),
  ];
}

function workerRows(worker: WorkerReading, queue: QueueReading | undefined, isLocal: boolean, now: number): TreeNode[] {
  const { polls, queueName, region, image, otherConsumer } = worker;
  return [
    row("worker", "process", isLocal ? l10n.t("Process") : l10n.t("Runs as"), processText(worker)),
    ...(image === undefined ? [] : [row("worker", "image", l10n.t("Image"), image)]),
    row("worker", "queue", l10n.t("Polls"), [queueName, region].filter(Boolean).join(" · ") || "–"),
    ...(polls ? pollRows(polls, now) : []),
    ...(otherConsumer?.isPolling ? [row("worker", "shares", l10n.t("Taken by"), sharesOf(otherConsumer))] : []),
    row("worker", "inFlight", l10n.t("In flight"), String(queue?.counts?.inFlight ?? "–")),
    row("worker", "mode", l10n.t("Mode"), modeText(worker, isLocal)),
  ];
}

function pollRows({ open, lastAt, lastReceivedAt }: NonNullable<WorkerReading["polls"]>, now: number): TreeNode[] {
  const poll = open > 0 ? l10n.t("long poll open") : lastAt ? whenText(lastAt, now) : l10n.t("none yet");
  return [
    row("worker", "poll", l10n.t("Last poll"), poll),
    row("worker", "receive", l10n.t("Last receive"), lastReceivedAt ? clockTime(lastReceivedAt) : l10n.t("none yet")),
  ];
}

function processText({ origin, restartCount, startedAt }: WorkerReading): string {
  const parts = [
    origin || l10n.t("none"),
    ...(startedAt === undefined ? [] : [l10n.t("since {0}", clockTime(startedAt))]),
    ...(restartCount > 0 ? [restartsText(restartCount)] : []),
  ];
  return parts.join(" · ");
}

function modeText({ mock }: WorkerReading, isLocal: boolean): string {
  if (mock === undefined) return "–";
  if (mock) return l10n.t("mock: nothing is sent (SOLAPI_MOCK=true)");
  return isLocal ? l10n.t("sends for real, to the sandbox") : l10n.t("sends for real");
}

function providerRows({ senders, balance, mode, url }: ProviderReading): TreeNode[] {
  const won = balance === undefined ? "–" : l10n.t("{0} won", balance.toLocaleString("en"));
  return [
    sendersRow(senders),
    row("provider", "balance", l10n.t("Balance"), won),
    { ...row("provider", "mode", l10n.t("Mode"), providerMode(mode)), ...(mode !== "live" && { can: "sandbox" }) },
    row("provider", "url", "URL", url),
  ];
}

/**
 * A single number goes into the row itself; for several, the row shows how many are active, with one child row for
 * each.
 */
function sendersRow(senders: ProviderReading["senders"]): TreeNode {
  const label = l10n.t("Sender numbers");
  const [first, second] = senders;
  if (!first) return row("provider", "senders", label, l10n.t("none"));
  if (!second) {
    return row("provider", "senders", label, `${first.phoneNumber} ${senderStatus(first.status)}`);
  }
  const active = senders.filter(isActive).length;
  return {
    ...row("provider", "senders", label, l10n.t("{0} of {1} active", active, senders.length)),
    children: senders.map(({ phoneNumber, status }) =>
      row("provider", `senders.${phoneNumber}`, phoneNumber, senderStatus(status)),
    ),
  };
}

function providerMode(mode: ProviderReading["mode"]): string {
  switch (mode) {
    case "mock":
      return l10n.t("mock");
    case "sandbox":
      return l10n.t("sandbox");
    case "live":
      return l10n.t("live: messages reach phones and cost money");
  }
}

export function dataSummary({ tenant, lastLog }: DataReading): string {
  const sender = tenant && (tenant.messagingSender || l10n.t("sender empty"));
  return [tenant?.code ?? l10n.t("no tenant"), sender, lastLogText(lastLog)].filter(Boolean).join(" · ");
}

function lastLogText(lastLog: DataReading["lastLog"]): string {
  if (!lastLog) return l10n.t("no NotificationLog yet");
  return lastLog.success ? l10n.t("log #{0} success", lastLog.id) : l10n.t("log #{0} failed", lastLog.id);
}

const logText = ({ id, success, failureReason, at }: LogReading): string =>
  `#${id} · ${success ? l10n.t("success") : failureReason.trim() || l10n.t("no reason was stored")} · ${clockTime(at)}`;

function dataRows({ tenant, lastLog, newestLogs = [], origin }: DataReading): TreeNode[] {
  const log = lastLog ? logText(lastLog) : l10n.t("none yet");
  const own = tenant && { tenantCode: tenant.code };
  return [
    {
      ...row("data", "tenant", l10n.t("Tenant"), tenant ? `${tenant.code} · ${tenant.name}` : l10n.t("none")),
      ...own,
    },
    {
      ...row("data", "sender", "messaging_sender", tenant ? tenant.messagingSender || l10n.t("(empty)") : "–"),
      ...(tenant && { can: "tenant", ...own }),
    },
    {
      ...row("data", "log", l10n.t("Last NotificationLog"), log),
      can: "data logs",
      ...own,
      children: newestLogs.map((each): TreeNode => ({
        id: `data.log.${each.id}`,
        label: `#${each.id}`,
        description: [logText(each).slice(each.id.length + 4), each.to].filter(Boolean).join(" · "),
        icon: each.success ? "ok" : "blocked",
        command: { id: "messaging.notificationLog.open", title: l10n.t("Show NotificationLog") },
        ...own,
      })),
    },
    row("data", "store", l10n.t("Store"), origin),
  ];
}
