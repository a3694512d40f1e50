import type { StackClient } from "../../runtime/control/stackClient";
import { SAMPLE_TENANT } from "../../runtime/faults/fault";
import type { ApiTarget } from "../environment";
import { createHttpApiTarget } from "../http/httpApiTarget";
import type { ApiWriter } from "../writers";

/**
 * An API of the user's own that puts its messages on the stack's queue. It is called as that of a backend; its messages are
 * those that came onto the queue until it answered.
 */
export function createForeignApi(client: StackClient, url: string, token: string): ApiTarget & ApiWriter {
  const settings = { url, tokenPath: "/api/v1/token/", refreshPath: "/api/v1/token/refresh/" };
  const secrets = { get: (name: string) => Promise.resolve(name === "apiToken" ? token : undefined) };
  const api = createHttpApiTarget(settings, SAMPLE_TENANT, secrets);
  return {
    url,
    check: (signal, tenantCode) => api.check(signal, tenantCode),
    send: async (tenantCode, request, signal) => {
      const { seq } = await client.snapshot(signal);
      const answer = await api.send(tenantCode, request, signal);
      return { ...answer, traceIds: await enqueuedSince(client, seq) };
    },
  };
}

async function enqueuedSince(client: StackClient, since: number): Promise<string[]> {
  const { seq: until } = await client.snapshot();
  const traceIds = new Set<string>();
  if (until === since) return [];
  for await (const { seq, type, traceId } of client.events(since)) {
    if (type === "queue.enqueued") traceIds.add(traceId);
    if (seq >= until) break;
  }
  return [...traceIds];
}
