import * as l10n from "@vscode/l10n";
import type { TenantSummary } from "../runtime/stackClient";
import type { StackSnapshot } from "../runtime/stackSnapshot";
import type { WorkerStatus } from "../runtime/workerSupervisor";
import { clockTime, whenText } from "./times";
import type { TreeNode } from "./treeNode";

/** What was measured of each layer, one row a fact: its name, its value and where that came from. */
const fact = (layer: string, name: string, label: string, description: string): TreeNode => ({
  id: `fact.${layer}.${name}`,
  label,
  description,
  icon: "none",
});

export function apiFacts({ api }: StackSnapshot, now: number): TreeNode[] {
  const { lastAnswer } = api;
  const answer = lastAnswer
    ? `${lastAnswer.status} · ${l10n.t("{0} ms", Math.round(lastAnswer.elapsedMs))} · ${lastAnswer.tenantCode} · ${whenText(lastAnswer.at, now)}`
    : l10n.t("none yet");
  return [fact("api", "url", "URL", api.url), fact("api", "answer", l10n.t("Last answer"), answer)];
}

export function queueFacts({ at, queue }: StackSnapshot): TreeNode[] {
  const { counts } = queue;
  const rows = [fact("queue", "name", l10n.t("Queue"), queue.name), fact("queue", "url", "URL", queue.endpoint)];
  if (!counts) return rows;
  const { visible, inFlight, delayed, dead, oldestAgeSeconds } = counts;
  const age = visible + inFlight + delayed === 0 ? "–" : l10n.t("since {0}", clockTime(at - oldestAgeSeconds * 1000));
  return [
    ...rows,
    fact("queue", "visible", l10n.t("Ready"), String(visible)),
    fact("queue", "inFlight", l10n.t("In flight"), String(inFlight)),
    fact("queue", "delayed", l10n.t("Delayed"), String(delayed)),
    { ...fact("queue", "dead", l10n.t("Dead (DLQ)"), String(dead)), ...(dead > 0 && { can: "deadLetters" }) },
    fact("queue", "age", l10n.t("Oldest message"), age),
  ];
}

export function workerFacts({ worker, queue }: StackSnapshot, now: number): TreeNode[] {
  const lastPollAt = Math.max(0, ...queue.pollers.map((poller) => poller.lastPollAt));
  const lastReceivedAt = Math.max(0, ...queue.pollers.map((poller) => poller.lastReceivedAt ?? 0));
  const polls = queue.pollers.reduce((sum, poller) => sum + poller.openPolls, 0);
  const pollText = polls > 0 ? l10n.t("long poll open") : lastPollAt ? whenText(lastPollAt, now) : l10n.t("none yet");
  return [
    fact("worker", "process", l10n.t("Process"), processText(worker)),
    fact("worker", "queue", l10n.t("Polls"), [worker.queueName, worker.region].filter(Boolean).join(" · ") || "–"),
    fact("worker", "poll", l10n.t("Last poll"), pollText),
    fact("worker", "receive", l10n.t("Last receive"), lastReceivedAt ? clockTime(lastReceivedAt) : l10n.t("none yet")),
    fact("worker", "inFlight", l10n.t("In flight"), String(queue.counts?.inFlight ?? "–")),
    fact("worker", "mode", l10n.t("Mode"), modeText(worker)),
  ];
}

function processText({ pid, restartCount, startedAt }: WorkerStatus): string {
  const parts = [
    pid === undefined ? l10n.t("none") : String(pid),
    ...(startedAt === undefined ? [] : [l10n.t("since {0}", clockTime(startedAt))]),
    ...(restartCount > 0 ? [l10n.t("restarted {0} times", restartCount)] : []),
  ];
  return parts.join(" · ");
}

function modeText({ mock }: WorkerStatus): string {
  if (mock === undefined) return "–";
  return mock ? l10n.t("mock: nothing is sent (SOLAPI_MOCK=true)") : l10n.t("sends for real, to the sandbox");
}

export function providerFacts({ provider }: StackSnapshot): TreeNode[] {
  const senders = provider.senders.map(({ phoneNumber, status }) => `${phoneNumber} ${senderStatus(status)}`);
  return [
    fact("provider", "senders", l10n.t("Sender numbers"), senders.join(", ") || l10n.t("none")),
    fact("provider", "balance", l10n.t("Balance"), l10n.t("{0} won", provider.balance.toLocaleString("en"))),
    {
      ...fact("provider", "mode", l10n.t("Mode"), provider.mode === "mock" ? l10n.t("mock") : l10n.t("sandbox")),
      can: "sandbox",
    },
    fact("provider", "url", "URL", provider.url),
  ];
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

export function dataSummary(snapshot: StackSnapshot, tenant: TenantSummary | undefined): string {
  const sender = tenant && (tenant.messagingSender || l10n.t("sender empty"));
  return [tenant?.code ?? l10n.t("no tenant"), sender, lastLogText(snapshot)].filter(Boolean).join(" · ");
}

function lastLogText({ data: { lastLog } }: StackSnapshot): string {
  if (!lastLog) return l10n.t("no NotificationLog yet");
  return lastLog.success ? l10n.t("log #{0} success", lastLog.id) : l10n.t("log #{0} failed", lastLog.id);
}

export function dataFacts(snapshot: StackSnapshot, tenant: TenantSummary | undefined): TreeNode[] {
  const { lastLog, path } = snapshot.data;
  const log = lastLog
    ? `#${lastLog.id} · ${lastLog.success ? l10n.t("success") : lastLog.failureReason} · ${clockTime(Date.parse(lastLog.sentAt))}`
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
    fact("data", "store", l10n.t("Store"), path),
  ];
}
