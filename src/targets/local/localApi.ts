import { ExpectedError, codeOf } from "../../common/errors";
import { SAMPLE_TENANT } from "../../runtime/faults/fault";
import type { StackClient } from "../../runtime/control/stackClient";
import type { ApiTarget } from "../environment";
import { tailOfStack } from "./localTail";
import type { ApiWriter } from "../writers";

const INFO_PATH = "/api/v1/messaging/info/";

export const createLocalApi = (client: StackClient): ApiTarget & ApiWriter => ({
  url: client.address.apiUrl,
  send: async (tenantCode, request, signal) => {
    try {
      return await client.send(tenantCode, request, signal);
    } catch (error) {
      if (!ExpectedError.is(error, "stack-gone")) throw error;
      throw new ExpectedError("api-unreachable", error.message, error.nextStep, { cause: error.cause });
    }
  },
  check: async (signal, tenantCode = SAMPLE_TENANT) => {
    const startedAt = performance.now();
    const headers = { authorization: `Bearer ${client.address.apiToken}`, "x-tenant-code": tenantCode };
    try {
      const { status } = await fetch(client.address.apiUrl + INFO_PATH, {
        headers,
        redirect: "error",
        ...(signal && { signal }),
      });
      return { status, elapsedMs: Math.round(performance.now() - startedAt) };
    } catch (error) {
      signal?.throwIfAborted();
      const code = codeOf(error) ?? "";
      throw new ExpectedError("api-unreachable", `The send API does not answer (${code})`, undefined, { cause: error });
    }
  },
  variables: async () => (await client.variables()).api,
  tail: (position, signal) => tailOfStack(client, "api", position, signal),
  linesSince: async (at) => (await client.recentLogs("api")).filter((line) => line.at >= at),
});
