import { ExpectedError } from "../../common/errors";
import { SAMPLE_TENANT } from "../../runtime/faults/fault";
import type { StackClient } from "../../runtime/control/stackClient";
import type { ApiTarget, Environment, TraceTarget } from "../environment";
import { LOCAL } from "../environment";
import { readOnly } from "../safety/openedEnvironment";
import type { ApiWriter } from "../writers";
import type { LayersSnapshot } from "../layers/layersSnapshot";
import { layersOfStack } from "./localLayers";
import { createLocalApi } from "./localApi";
import { createLocalProvider, recordOf } from "./localProvider";
import { createLocalQueue } from "./localQueue";
import { createLocalStack } from "./localStack";
import { createLocalTenants } from "./localTenants";
import { createLocalWorker } from "./localWorker";

/**
 * The embedded stack as an environment, with its own API or the given one. Nothing leaves the machine and no phone rings,
 * so any recipient is allowed.
 */
export function createLocalEnvironment(
  client: StackClient,
  api: ApiTarget & ApiWriter = createLocalApi(client),
): Environment & { traces: TraceTarget } {
  const traces = createLocalTraces(client);
  const environment = readOnly({
    name: LOCAL,
    isProduction: false,
    allowedRecipients: undefined,
    tenantCode: SAMPLE_TENANT,
    api,
    queue: createLocalQueue(client),
    worker: createLocalWorker(client),
    tenants: createLocalTenants(client),
    provider: createLocalProvider(client),
    traces,
    archive: {
      page: (query, signal) => client.archive(query, signal),
      summaries: (query, signal) => client.archiveSummaries(query, signal),
    },
    layers: (tenantCode, signal) => readStackLayers(client, tenantCode, signal),
    faults: {
      list: () => client.faults(),
      inject: (cause) => client.injectFault(cause),
      setUpCase: (settings) => client.setUpCase(settings),
      clear: (cause) => client.clearFaults(cause),
    },
    stack: createLocalStack(client),
    dispose: () => undefined,
  });
  return environment as typeof environment & { traces: TraceTarget };
}

/** Reads the stack's layers with the tenant's data. */
async function readStackLayers(client: StackClient, tenantCode: string, signal?: AbortSignal): Promise<LayersSnapshot> {
  const [readings, tenant] = await Promise.all([
    client.readings(tenantCode, signal),
    client.tenant(tenantCode, signal).catch(noTenant),
  ]);
  // Last, so that it includes what the questions revealed, such as a worker that does not answer.
  const snapshot = await client.snapshot(signal);
  return layersOfStack({ snapshot, readings, ...(tenant && { tenant }) });
}

function noTenant(error: unknown): undefined {
  if (ExpectedError.is(error, "tenant-not-found")) return undefined;
  throw error;
}

const RECENT = 100;

const createLocalTraces = (client: StackClient): TraceTarget => ({
  position: async (signal) => (await client.snapshot(signal)).seq,
  events: (since, signal) => client.events(since, signal),
  recent: (signal) => client.traces(RECENT, signal),
  trace: (traceId) => client.trace(traceId),
  records: async (traceId) => (await client.inbox(traceId)).map(recordOf),
});
