/** The bundle `dist/testing.js`: `messaging-runtime-debugger/testing`, for the test suites of others. */
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../common/errors";
import { diagnoseMessage } from "../operations/diagnosis/diagnoseMessage";
import { clearFaults } from "../operations/faults/clearFaults";
import { injectFault } from "../operations/faults/injectFault";
import { sendMessages } from "../operations/message/sendMessages";
import { waitForMessage } from "../operations/message/waitForMessage";
import type { OperationContext } from "../operations/operation";
import { connectBackend } from "../operations/stack/connectBackend";
import { holdStack } from "../operations/stack/holdStack";
import { readInbox } from "../operations/stack/readInbox";
import { startStack } from "../operations/stack/startStack";
import { controlWorker } from "../operations/worker/controlWorker";
import { createLocalEnvironment } from "../targets/local/localEnvironment";
import { AuditLog } from "../targets/safety/auditLog";
import type { start as Start, TestStack, Verdict } from "../../testing/index";
import { unattended } from "../operations/unattended";

const WITHIN_MS = 30_000;
const TENANT = "hakwonplus";

type Local = ReturnType<typeof createLocalEnvironment>;

export const start: typeof Start = async () => {
  const stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-testing-"));
  const remove = () => fs.rm(stateDir, { recursive: true, force: true, maxRetries: 5 });
  try {
    const { client } = await startStack({ distDir: __dirname, stateDir, stay: false, preferredPorts: false });
    const held = new AbortController();
    void holdStack(client, held).catch(() => undefined); // the next call meets the same trouble
    const end = async () => {
      held.abort();
      await client.end();
      await remove();
    };
    return stackOf(createLocalEnvironment(client), operationOf(stateDir), end);
  } catch (error) {
    await remove();
    throw error;
  }
};

const operationOf = (stateDir: string): OperationContext => ({
  signal: new AbortController().signal,
  audit: new AuditLog(stateDir),
  language: "en",
  interaction: unattended,
});

function stackOf(environment: Local, context: OperationContext, end: () => Promise<void>): TestStack {
  let ended: Promise<void> | undefined;
  const dispose = () => (ended ??= end());
  return {
    env: () => connectBackend(environment),
    async send({ students = [1], to = "parent", mode = "sms", text, template, tenant = TENANT } = {}) {
      const request = {
        student_ids: students,
        send_to: to,
        message_mode: mode,
        ...((text !== undefined || template === undefined) && { raw_body: text ?? "테스트" }),
        ...(template !== undefined && { template_id: template }),
      };
      const report = await sendMessages(environment, { tenantCode: tenant, start: "api", request }, context);
      if (!report) throw new ExpectedError("not-sent", "The message was not sent");
      return { ids: [...report.sent.traceIds], ...verdictOf(report.diagnosis.verdict) };
    },
    async waitFor(state, { id, within = WITHIN_MS } = {}) {
      const found = await waitForMessage(environment.traces, { state, id, withinMs: within }, context);
      const { traceId, tenantCode } = found;
      return { id: traceId, state, ...(tenantCode !== undefined && { tenant: tenantCode }) };
    },
    async diagnose(id) {
      const trace = await environment.traces.trace(id);
      if (!trace) throw new ExpectedError("message-not-found", `No message is known by ${id}`);
      return verdictOf((await diagnoseMessage(environment, { trace }, context)).diagnosis.verdict);
    },
    inbox: () => readInbox(environment),
    inject: async (cause) => void (await injectFault(environment, cause, context)),
    clear: async (cause) => void (await clearFaults(environment, cause, context)),
    stopWorker: async () => void (await controlWorker(environment, "stop", context)),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

const verdictOf = ({ outcome, layer, cause, title, explanation }: Verdict): Verdict => ({
  outcome,
  layer,
  cause,
  title,
  explanation,
});
