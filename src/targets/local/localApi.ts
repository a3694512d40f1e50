import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import { SAMPLE_TENANT } from "../../runtime/faults/fault";
import type { StackClient } from "../../runtime/control/stackClient";
import type { ApiTarget } from "../environment";
import { tailOfStack } from "./localTail";
import type { ApiWriter } from "../writers";

/** The stack answers at once, or is gone. */
const NOTE_WITHIN_MS = 2_000;

const INFO_PATH = "/api/v1/messaging/info/";

export const createLocalApi = (client: StackClient): ApiTarget & ApiWriter => ({
  url: client.address.apiUrl,
  send: async (tenantCode, request, signal) => {
    const [sentAt, startedAt] = [Date.now(), performance.now()];
    try {
      return await client.send(tenantCode, request, signal);
    } catch (error) {
      const code = signal?.aborted ? "ETIMEDOUT" : (codeOf((error as Error).cause) ?? codeOf(error) ?? "");
      const { student_ids: studentIds = [], message_mode: mode } = request;
      const elapsedMs = Math.round(performance.now() - startedAt);
      const attempt = {
        tenantCode,
        studentIds,
        ...(mode && { mode }),
        sentAt,
        elapsedMs,
        code,
        message: messageOf(error),
      };
      // Without its stack the attempt is in nobody's archive.
      await client.noteUnanswered(attempt, AbortSignal.timeout(NOTE_WITHIN_MS)).catch(() => undefined);
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
