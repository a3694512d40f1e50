import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { ExpectedError, messageOf } from "../../common/errors";
import { newTraceId } from "../../runtime/api/traceIds";
import type { CaseSettings, SendRequest } from "../../runtime/control/stackContract";
import type { StackProcesses } from "../../runtime/control/stackProcesses";
import type { StackClient } from "../../runtime/control/stackClient";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Environment, TraceTarget } from "../../targets/environment";
import { createForeignApi } from "../../targets/local/foreignApi";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import { AuditLog } from "../../targets/safety/auditLog";
import { diagnoseMessage } from "../diagnosis/diagnoseMessage";
import { requestWrite } from "../environment/requestWrite";
import { injectFault } from "../faults/injectFault";
import { exportMessages } from "../handOver/exportMessages";
import type { ReportPlace } from "../handOver/keptReports";
import { sendMessages } from "../message/sendMessages";
import type { SendReport } from "../message/sendMessages";
import { sendOfFault } from "../message/testSend";
import type { TestSend } from "../message/testSend";
import type { OperationContext } from "../operation";
import { whileHeld } from "../stack/holdStack";
import { within } from "./scenarioLimit";
import { ScenarioPrograms } from "./scenarioPrograms";
import { differencesOf } from "./scenarioExpectations";
import type { ScenarioDifference } from "./scenarioExpectations";
import { observe } from "./scenarioObservation";
import type { ScenarioObservation } from "./scenarioObservation";
import type { MessageScenario, ScenarioSend, ScenarioSettings } from "./scenarioSchema";
import type { ScenarioResult } from "./scenarioResult";
import { resultOf } from "./scenarioResult";
import { unattended } from "../unattended";

/** Where the stack's program is, and where a program of the user's own runs. */
export interface ScenarioPlace {
  distDir: string;
  /** Processes that other scenarios have used, and will use. */
  stacks: StackProcesses;
  /** Where the messages of a scenario that fails are kept, because its stack ends with it. */
  report: ReportPlace;
  /** The folder in which `own` runs. */
  cwd: string;
  variables: NodeJS.ProcessEnv;
  /** Attaches a debugger to the stack of a scenario, before its first send. Resolves with what detaches it. */
  debug?: (environment: Environment, name: string, signal: AbortSignal) => Promise<() => Promise<void>>;
}

/** For a message to be decided, without `within`. */
const WITHIN_MS = 15_000;
/** The same while a debugger may hold the message. */
const DEBUGGED_WITHIN_MS = 60 * 60_000;

export type ScenarioContext = Pick<OperationContext, "signal" | "language" | "workspace">;

/**
 * Runs one scenario in a stack of its own, which ends with it and leaves nothing behind. Never throws, except at the
 * signal: what kept the scenario from running is part of the result.
 */
export async function runScenario(
  scenario: MessageScenario,
  place: ScenarioPlace,
  context: ScenarioContext,
): Promise<ScenarioResult> {
  const startedAt = performance.now();
  const run = new ScenarioRun(scenario, place, context);
  try {
    await place.report.remove();
    const { seen, differences } = await run.observe();
    return resultOf(scenario, startedAt, { seen, differences }, run.report);
  } catch (error) {
    context.signal.throwIfAborted();
    const problem = {
      message: messageOf(error),
      ...(ExpectedError.is(error) && { reason: error.reason, nextStep: error.nextStep }),
    };
    return resultOf(scenario, startedAt, { problem }, run.report);
  }
}

/**
 * One scenario under way. Each step has a limit, and the error `scenario-hangs` names the step:
 *
 *     stack starts ─▶ given ─▶ own API listens, own worker polls ─▶ each send: sent ─▶ decided ─▶ its state ─▶ observed
 */
class ScenarioRun {
  /** The file with its messages, if it failed. */
  report: string | undefined;
  readonly #scenario: MessageScenario;
  readonly #place: ScenarioPlace;
  readonly #context: ScenarioContext;

  constructor(scenario: MessageScenario, place: ScenarioPlace, context: ScenarioContext) {
    this.#scenario = scenario;
    this.#place = place;
    this.#context = context;
  }

  async observe(): Promise<Observed> {
    const stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-scenario-"));
    try {
      return await this.#place.stacks.use(stateDir, (client) => whileHeld(client, () => this.#on(client, stateDir)));
    } finally {
      await fs.rm(stateDir, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  async #on(client: StackClient, stateDir: string): Promise<Observed> {
    const since = Date.now();
    const { name, own } = this.#scenario;
    const { distDir, cwd, variables: inherited, debug } = this.#place;
    const context = this.#operation(stateDir);
    const programs = new ScenarioPrograms({ distDir, cwd, inherited }, context);
    let environment = createLocalEnvironment(client);
    let detach: (() => Promise<void>) | undefined;
    try {
      const send = await this.#prepare(environment, context);
      if (own.api !== undefined) {
        const url = await programs.startApi(environment, own.api);
        environment = createLocalEnvironment(client, createForeignApi(client, url, client.address.apiToken));
      }
      if (own.worker !== undefined) await programs.startWorker(environment, own.worker);
      detach = await debug?.(environment, name, context.signal);
      const reports: SendReport[] = [];
      for (const each of send) reports.push(await programs.orEnded(this.#send(environment, each, context)));
      const seen = await observe(environment, reports, since, context.signal);
      const differences = differencesOf(this.#scenario, seen);
      if (differences.length > 0) await this.#keepMessages(environment, since, context);
      return { seen, differences };
    } catch (error) {
      if (!context.signal.aborted) await this.#keepMessages(environment, since, context);
      throw error;
    } finally {
      await detach?.();
      await programs.stop();
    }
  }

  /** A scenario without its messages has failed all the same. */
  async #keepMessages(environment: Environment, since: number, context: OperationContext): Promise<void> {
    try {
      const messages = await exportMessages(environment, { from: since, until: Date.now() }, context);
      if (messages.inquiry.total > 0) this.report = await this.#place.report.keep(messages);
    } catch {
      this.report = undefined;
    }
  }

  #operation(stateDir: string): OperationContext {
    return { ...this.#context, audit: new AuditLog(stateDir), interaction: unattended };
  }

  /** Sets up what is given; the sends as they go out. */
  async #prepare(environment: Environment, context: OperationContext): Promise<SendStep[]> {
    const { given, send } = this.#scenario;
    const { tenant: tenantCode } = given;
    if (given.settings) await setUp(environment, caseSettingsOf(given.settings), context);
    if (given.sender !== undefined) await setSender(environment, tenantCode, given.sender, context);
    const faults = [];
    for (const cause of given.fault) faults.push(await injectFault(environment, cause, context));
    const shows = faults.find((fault) => fault?.send)?.send;
    const usual = { tenantCode, request: { ...USUAL_REQUEST } };
    if (!send) return [{ send: sendOfFault(usual, shows) }];
    return send.map((each) => ({ send: toTestSend(tenantCode, each), until: each.until }));
  }

  async #send(
    environment: Environment & { traces: TraceTarget },
    { send, until }: SendStep,
    context: OperationContext,
  ): Promise<SendReport> {
    const { within: ownLimitMs = WITHIN_MS } = this.#scenario.expect;
    const decideWithinMs = this.#place.debug ? DEBUGGED_WITHIN_MS : ownLimitMs;
    const report = await sendMessages(environment, send, context, { decideWithinMs });
    if (!report) throw new ExpectedError("not-sent", l10n.t("The message was not sent"));
    if (until === undefined) return report;
    const { traceIds } = report.sent;
    const what = l10n.t("the state {0}", until);
    const reach = (signal: AbortSignal) => untilState(environment.traces, traceIds, until, signal);
    await within(decideWithinMs, what, context.signal, reach);
    const traces = await Promise.all(traceIds.map((id) => environment.traces.trace(id)));
    const messages = traces.filter((trace) => trace !== undefined);
    const again = await diagnoseMessage(environment, { sent: report.sent }, context);
    return { ...report, ...again, messages };
  }
}

interface Observed {
  seen: ScenarioObservation;
  differences: ScenarioDifference[];
}

interface SendStep {
  send: TestSend;
  until?: ScenarioSend["until"];
}

const USUAL_REQUEST = {
  student_ids: [1],
  send_to: "parent",
  message_mode: "sms",
  raw_body: "테스트",
} as const satisfies SendRequest;

function toTestSend(tenantCode: string, { students, to, mode, text, subject, template, body }: ScenarioSend): TestSend {
  if (body !== undefined) {
    const traceId = newTraceId(new Set());
    const filled = typeof body === "string" ? body : JSON.stringify({ trace_id: traceId, ...body });
    return { tenantCode, start: "queue", body: filled.replaceAll("{trace_id}", traceId) };
  }
  const isTemplated = template !== undefined && text === undefined;
  const request: SendRequest = {
    student_ids: students ?? USUAL_REQUEST.student_ids,
    send_to: to ?? "parent",
    message_mode: mode ?? "sms",
    ...(!isTemplated && { raw_body: text ?? USUAL_REQUEST.raw_body }),
    ...(subject !== undefined && { raw_subject: subject }),
    ...(template !== undefined && { template_id: template }),
  };
  return { tenantCode, start: "api", request };
}

async function setSender(environment: Environment, tenantCode: string, after: string, context: OperationContext) {
  const before = (await environment.tenants?.tenant(tenantCode, context.signal))?.messagingSender;
  if (before === undefined || before === after) return;
  const target = await requestWrite(environment, { kind: "set-sender", tenantCode, before, after }, context);
  await target?.write(context.signal);
}

const caseSettingsOf = ({ credit, active, recipient, template, variables }: ScenarioSettings): CaseSettings => ({
  ...(credit !== undefined && { creditBalance: credit }),
  ...(active !== undefined && { messagingIsActive: active }),
  ...(recipient !== undefined && { recipient }),
  ...(template !== undefined && { templateBody: template }),
  ...(variables && { workerVariables: variables }),
});

async function setUp(environment: Environment, settings: CaseSettings, context: OperationContext): Promise<void> {
  const target = await requestWrite(environment, { kind: "set-up-case", settings }, context);
  await target?.write(context.signal);
}

async function untilState(
  traces: TraceTarget,
  traceIds: readonly string[],
  state: MessageTrace["state"],
  signal: AbortSignal,
): Promise<void> {
  const areThere = async () => {
    const all = await Promise.all(traceIds.map((id) => traces.trace(id, signal)));
    return all.length > 0 && all.every((trace) => trace?.state === state);
  };
  const position = await traces.position(signal);
  if (await areThere()) return;
  for await (const { traceId } of traces.events(position, signal))
    if (traceIds.includes(traceId) && (await areThere())) return;
}
