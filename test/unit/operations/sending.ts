import assert from "node:assert/strict";
import type { Interaction } from "../../../src/operations/interaction";
import { sendMessages } from "../../../src/operations/message/sendMessages";
import type { SendOptions, SendReport } from "../../../src/operations/message/sendMessages";
import type { TestSend } from "../../../src/operations/message/testSend";
import type { OperationContext } from "../../../src/operations/operation";
import type { Environment } from "../../../src/targets/environment";
import { AuditLog } from "../../../src/targets/safety/auditLog";

/** What an operation is given where nobody is there to be asked. */
export const operationFor = (stateDir: string, over: Partial<OperationContext> = {}): OperationContext => ({
  signal: new AbortController().signal,
  interaction: nobody(),
  audit: new AuditLog(stateDir),
  language: "en",
  ...over,
});

export const nobody = (progress: (step: string) => void = () => undefined): Interaction => ({
  ask: () => Promise.resolve(undefined),
  confirm: () => Promise.resolve(false),
  warn: () => Promise.resolve(true),
  choose: () => Promise.resolve(undefined),
  progress,
});

/** Sends and follows; nobody gives up. */
export async function sendVia(
  environment: Environment,
  send: TestSend,
  stateDir: string,
  { over, ...options }: SendOptions & { over?: Partial<OperationContext> } = {},
): Promise<SendReport> {
  const report = await sendMessages(environment, send, operationFor(stateDir, over), options);
  assert.ok(report);
  return report;
}
