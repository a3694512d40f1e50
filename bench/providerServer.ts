import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A stand-in for Solapi that accepts everything: the four calls of the group flow and the one-step send, each answered
 * after `delayMs`.
 */
export interface ProviderServer {
  readonly baseUrl: string;
  /** Trace id → number of group sends that contained it. */
  readonly sent: ReadonlyMap<string, number>;
  /** Requests answered. */
  readonly calls: number;
  stop(): Promise<void>;
}

export async function startProviderServer(delayMs: number): Promise<ProviderServer> {
  const groups = new Map<string, { messages: GroupMessage[]; isSent: boolean }>();
  const sent = new Map<string, number>();
  let calls = 0;

  const countSent = ({ customFields }: GroupMessage) => {
    const traceId = customFields?.["traceId"] ?? "";
    sent.set(traceId, (sent.get(traceId) ?? 0) + 1);
  };

  const answer = (method: string, path: string, body: string): { status: number; json: object } => {
    const [, groupId = "", action = ""] = /^\/messages\/v4\/groups(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
    const group = groups.get(groupId);
    const route = `${method} ${groupId ? "group" : "groups"} ${action}`.trimEnd();
    if (path === "/messages/v4/send-many/detail") {
      const { messages } = JSON.parse(body) as { messages: GroupMessage[] };
      for (const message of messages) countSent(message);
      const info = { ...groupInfo(newGroupId(), messages.length, "SENDING") };
      return { status: 200, json: { groupInfo: info, failedMessageList: [] } };
    }
    if (route === "POST groups" && path === "/messages/v4/groups") {
      const created = newGroupId();
      groups.set(created, { messages: [], isSent: false });
      return { status: 200, json: groupInfo(created, 0, "PENDING") };
    }
    if (!group) return { status: 404, json: { errorCode: "ResourceNotFound", errorMessage: `${method} ${path}` } };
    switch (route) {
      case "PUT group messages": {
        const { messages } = JSON.parse(body) as { messages: GroupMessage[] };
        group.messages.push(...messages);
        return { status: 200, json: { errorCount: "0", resultList: messages.map(intakeResult) } };
      }
      case "POST group send":
        if (group.isSent) return { status: 409, json: { errorCode: "GroupInProcessing", errorMessage: "sent before" } };
        group.isSent = true;
        for (const message of group.messages) countSent(message);
        return { status: 200, json: groupInfo(groupId, group.messages.length, "SENDING") };
      case "GET group":
        return { status: 200, json: groupInfo(groupId, group.messages.length, group.isSent ? "SENDING" : "PENDING") };
      default:
        return { status: 404, json: { errorCode: "ResourceNotFound", errorMessage: `${method} ${path}` } };
    }
  };

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { status, json } = answer(request.method ?? "", request.url ?? "", Buffer.concat(chunks).toString("utf8"));
      const payload = JSON.stringify(json);
      const reply = () => {
        calls++;
        response.writeHead(status, {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(payload),
        });
        response.end(payload);
      };
      if (delayMs === 0) reply();
      else setTimeout(reply, delayMs);
    });
  });
  // Node closes an idle connection after 5 s: a consumer held at the gate would lose its own.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    get calls() {
      return calls;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Deviations from the expected state after `total` messages. */
export function faultsOfProvider({ sent }: ProviderServer, total: number): string[] {
  const twice = [...sent.values()].filter((times) => times > 1).length;
  if (sent.size === total && twice === 0) return [];
  return [`${sent.size} of ${total} messages at the provider, ${twice} of them more than once`];
}

interface GroupMessage {
  to: string;
  from: string;
  customFields?: Record<string, string>;
}

const ACCOUNT = "25030500000001";

const newGroupId = () => `G4V${Date.now()}${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;

const intakeResult = ({ to, from, customFields }: GroupMessage) => ({
  to,
  from,
  type: "SMS",
  country: "82",
  messageId: `M4V${randomUUID().replaceAll("-", "").toUpperCase()}`,
  statusCode: "2000",
  statusMessage: "정상 접수(이통사로 접수 예정) ",
  accountId: ACCOUNT,
  customFields,
});

/** Every field that solapi 6's group schema requires. */
function groupInfo(groupId: string, total: number, status: "PENDING" | "SENDING"): object {
  const now = new Date().toISOString();
  const money = { requested: 0, replacement: 0, refund: 0, sum: 0 };
  const zeroByType = Object.fromEntries(MESSAGE_TYPES.map((type) => [type, 0]));
  return {
    count: {
      total,
      sentTotal: 0,
      sentFailed: 0,
      sentSuccess: 0,
      sentPending: 0,
      sentReplacement: 0,
      refund: 0,
      registeredFailed: 0,
      registeredSuccess: total,
    },
    countForCharge: Object.fromEntries(MESSAGE_TYPES.map((type) => [type, type === "sms" ? { "82": total } : {}])),
    balance: money,
    point: money,
    app: { profit: zeroByType, appId: null },
    log: [],
    status,
    allowDuplicates: true,
    isRefunded: false,
    accountId: ACCOUNT,
    masterAccountId: null,
    apiVersion: "4",
    groupId,
    price: {},
    dateCreated: now,
    dateUpdated: now,
    scheduledDate: null,
    dateSent: null,
    dateCompleted: null,
  };
}

const MESSAGE_TYPES = ["sms", "lms", "mms", "ata", "cta", "cti", "nsa", "rcs_sms", "rcs_lms", "rcs_mms", "rcs_tpl"];
