import { SAMPLE_TENANT } from "../../runtime/faults/fault";
import type { StackClient } from "../../runtime/control/stackClient";
import type { Environment, ProviderTarget, TraceTarget } from "../environment";
import { LOCAL } from "../environment";
import { readOnly } from "../safety/openedEnvironment";
import { createLocalApi } from "./localApi";
import { createLocalQueue } from "./localQueue";
import { createLocalTenants } from "./localTenants";
import { createLocalWorker } from "./localWorker";

/** The embedded stack as an environment. Nothing leaves the machine and no phone rings: any recipient is allowed. */
export function createLocalEnvironment(client: StackClient): Environment & { traces: TraceTarget } {
  const traces = createLocalTraces(client);
  const environment = readOnly({
    name: LOCAL,
    isProduction: false,
    allowedRecipients: undefined,
    tenantCode: SAMPLE_TENANT,
    api: createLocalApi(client),
    queue: createLocalQueue(client),
    worker: createLocalWorker(client),
    tenants: createLocalTenants(client),
    provider: createLocalProvider(client),
    traces,
    dispose: () => undefined,
  });
  return environment as typeof environment & { traces: TraceTarget };
}

const createLocalProvider = (client: StackClient): ProviderTarget => ({
  url: client.address.solapiUrl,
  mode: "sandbox",
  balance: async (signal) => ({ balance: (await client.snapshot(signal)).provider.balance, point: 0 }),
  senders: async (signal) => (await client.snapshot(signal)).provider.senders,
  messages: async (query) =>
    (await client.inbox())
      .filter(({ messageId, groupId, at }) => {
        if ("messageId" in query) return messageId === query.messageId;
        if ("groupId" in query) return groupId === query.groupId;
        return at >= query.from && at <= query.to;
      })
      .map(recordOf),
});

const createLocalTraces = (client: StackClient): TraceTarget => ({
  position: async (signal) => (await client.snapshot(signal)).seq,
  events: (since, signal) => client.events(since, signal),
  trace: (traceId) => client.trace(traceId),
  records: async (traceId) => (await client.inbox(traceId)).map(recordOf),
});

const recordOf = ({
  messageId,
  groupId,
  statusCode,
  to,
  type,
  at,
}: Awaited<ReturnType<StackClient["inbox"]>>[number]) => ({
  messageId,
  groupId,
  statusCode,
  to,
  type,
  createdAt: at,
});
