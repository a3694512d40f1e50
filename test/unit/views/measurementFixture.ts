import type { SequencedEvent } from "../../../src/runtime/stack/eventHub";
import type { MessageEventDetails, MessageEventType } from "../../../src/runtime/message/messageEvents";
import type { MessageTrace } from "../../../src/runtime/message/messageTrace";
import { TraceRegistry } from "../../../src/runtime/message/registry/traceRegistry";
import type { StackReadings } from "../../../src/runtime/stack/probes/stackReadings";
import type { StackSnapshot } from "../../../src/runtime/stack/stackSnapshot";
import type { Measurement } from "../../../src/window/stack/stackState";

/** 2026-03-05 10:00:00, in the time zone the tests run in. */
export const NOW = new Date(2026, 2, 5, 10, 0, 0).getTime();

export const snapshotOf = (changes: Partial<StackSnapshot> = {}): StackSnapshot => ({
  at: NOW,
  seq: 1,
  pid: 100,
  startedAt: NOW - 60_000,
  api: { url: "http://127.0.0.1:41800", refused: 0 },
  queue: {
    name: "academy-messaging-jobs",
    url: "http://127.0.0.1:41801/000000000000/academy-messaging-jobs",
    region: "ap-northeast-2",
    endpoint: "http://127.0.0.1:41801",
    counts: { visible: 0, inFlight: 0, delayed: 0, dead: 0, oldestAgeSeconds: 0 },
    pollers: [
      {
        queueName: "academy-messaging-jobs",
        userAgent: "messaging-worker/101",
        accessKeyId: "local",
        address: "127.0.0.1",
        openPolls: 1,
        lastPollAt: NOW - 1_000,
        lastReceivedAt: undefined,
        receivedMessages: 0,
      },
    ],
  },
  worker: {
    state: "running",
    pid: 101,
    startedAt: NOW - 60_000,
    restartCount: 0,
    queueName: "academy-messaging-jobs",
    region: "ap-northeast-2",
    mock: false,
  },
  provider: {
    mode: "sandbox",
    url: "http://127.0.0.1:41802",
    balance: 9_980,
    senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }],
  },
  data: { path: "/state/store.sqlite", newestLogs: [] },
  messages: {},
  sends: [],
  lastErrors: {},
  ...changes,
});

const access = { name: "academy-messaging-jobs", region: "ap-northeast-2", endpoint: "http://127.0.0.1:41801" };

/** What healthy layers answer. */
export const readingsOf = (changes: Partial<StackReadings> = {}): StackReadings => ({
  at: NOW,
  api: { status: 200, elapsedMs: 12 },
  queue: { api: access, worker: access },
  workerAnswers: true,
  provider: { balance: 9_980, senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }] },
  data: {
    tenant: {
      code: "hakwonplus",
      name: "학원플러스",
      isActive: true,
      messagingIsActive: true,
      messagingSender: "0212345678",
      kakaoPfid: "KA01PF",
      credit: 10_000,
      price: 8.4,
    },
  },
  ...changes,
});

export const measurementOf = (changes: Partial<Measurement> = {}): Measurement => ({
  measuredAt: NOW,
  confirmedAt: NOW,
  snapshot: snapshotOf(),
  readings: readingsOf(),
  tenant: { id: 1, code: "hakwonplus", name: "학원플러스", messagingSender: "0212345678" },
  traces: [],
  ...changes,
});

export type Step = {
  [Type in MessageEventType]: [type: Type, atMs: number, details: MessageEventDetails[Type]];
}[MessageEventType];

/** The events of one message, `atMs` after NOW. */
export function traceOf(traceId: string, ...steps: Step[]): MessageTrace {
  const book = new TraceRegistry();
  steps.forEach(([type, atMs, details], index) =>
    book.add({ type, at: NOW + atMs, traceId, details, seq: index + 1 } as SequencedEvent),
  );
  return book.get(traceId)!;
}

const start = (sender: string, source: MessageEventDetails["worker.claimed"]["senderSource"]): Step[] => [
  [
    "api.accepted",
    12,
    { requestId: "r1", status: 200, elapsedMs: 12, tenantCode: "hakwonplus", to: "0101****", mode: "sms" },
  ],
  ["queue.enqueued", 12, { queueName: "academy-messaging-jobs", bytes: 300 }],
  ["queue.received", 15, { queueName: "academy-messaging-jobs", receiveCount: 1, waitedMs: 3 }],
  ["worker.claimed", 20, { to: "0101****", mode: "sms", sender, senderSource: source, receiveCount: 1 }],
  ["provider.grouped", 25, { groupId: "G4V20260305100000", size: 1 }],
  ["provider.submitted", 30, { groupId: "G4V20260305100000" }],
];

export const reachedTrace = (traceId = "7f3a91"): MessageTrace =>
  traceOf(
    traceId,
    ...start("0212345678", "Tenant.messaging_sender"),
    ["provider.accepted", 55, { groupId: "G4V20260305100000", providerMessageId: "M1", code: "2000", type: "SMS" }],
    ["worker.logged", 56, { notificationLogId: 1, success: true, failureReason: "", amountDeducted: "8.40" }],
  );

export const refusedTrace = (traceId = "9c0b12"): MessageTrace =>
  traceOf(
    traceId,
    ...start("01000000000", "SOLAPI_SENDER"),
    ["provider.refused", 50, { groupId: "G4V20260305100000", code: "1062", message: "발신번호 미등록" }],
    ["worker.logged", 56, { notificationLogId: 2, success: false, failureReason: "[1062]", amountDeducted: "0.00" }],
  );

export const rejectedTrace = (): MessageTrace =>
  traceOf("r2", [
    "api.rejected",
    9,
    { requestId: "r2", status: 400, elapsedMs: 9, tenantCode: "saessak", detail: "발신번호가 없습니다." },
  ]);
