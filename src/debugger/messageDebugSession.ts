import { CapabilitiesEvent, DebugSession, InitializedEvent, OutputEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import * as l10n from "@vscode/l10n";
import { ExpectedError, messageOf } from "../common/errors";
import { maskText } from "../common/masking";
import type { DebugHost } from "./debugHost";
import type { DebugRun } from "./debugRun";
import { exceptionFilters } from "./holdFilters";
import { openLiveRun } from "./liveRun";
import { nameOf, recordedArguments, recordedSteps } from "./recorded/recordedArguments";
import { RecordedRun } from "./recorded/recordedRun";

/** Without a client that can be heard, nothing is to be said. */
const nobody = () => undefined;

/**
 * One client's debug session.
 *
 *     new ─initialize─▶ initialized ─attach (live messages), launch (a recorded run)─▶ running ─disconnect, close─▶ ended
 *
 * Each request is answered once: with a body, or with a sentence.
 */
export class MessageDebugSession extends DebugSession {
  /** Called once, when the session has ended. */
  onEnded: () => void = nobody;
  readonly #host: DebugHost;
  readonly #ended = new AbortController();
  #run: DebugRun | undefined;

  constructor(host: DebugHost) {
    super();
    this.#host = host;
    this.setDebuggerLinesStartAt1(true);
  }

  async end(): Promise<void> {
    if (this.#ended.signal.aborted) return;
    await this.#run?.end();
    this.#ended.abort();
    this.onEnded();
  }

  /** The process lives as long as whoever started the session wants. */
  override shutdown(): void {
    void this.end();
  }

  /** A client may leave out the format of its paths; the base class then refuses it. */
  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const isFirst = request.command === "initialize";
    if (isFirst) request.arguments = { pathFormat: "path", ...(request.arguments as object) };
    super.dispatchRequest(request);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = {
      supportsConfigurationDoneRequest: true,
      supportsFunctionBreakpoints: true,
      supportsConditionalBreakpoints: true,
      supportsExceptionFilterOptions: true,
      supportsExceptionInfoRequest: true,
      supportsSetVariable: true,
      supportsCompletionsRequest: true,
      exceptionBreakpointFilters: exceptionFilters(),
    };
    this.sendResponse(response);
  }

  protected override attachRequest(response: DebugProtocol.AttachResponse): void {
    this.#start(response, async () => {
      const environment = await this.#host.open(this.#ended.signal);
      const context = this.#host.operation(this.#ended.signal);
      return openLiveRun(environment, context, (event) => this.sendEvent(event));
    });
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, given: object): void {
    this.#start(response, async () => {
      const recorded = recordedArguments(given);
      const context = this.#host.operation(this.#ended.signal);
      const steps = await recordedSteps(recorded, () => this.#host.open(this.#ended.signal), context.signal);
      const name = nameOf(recorded);
      return new RecordedRun(name, steps, context.workspace, (event) => this.sendEvent(event));
    });
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.#run?.begin();
    this.#host.ready?.();
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    void this.#run
      ?.end()
      .catch(() => undefined)
      .then(() => this.sendResponse(response))
      .then(() => this.end());
    if (!this.#run) {
      this.sendResponse(response);
      void this.end();
    }
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    this.#answer(response, (run) => ({ threads: run.threads() }));
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId, startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): void {
    this.#answer(response, async (run) => {
      const frames = await run.frames(threadId);
      const end = levels === undefined || levels === 0 ? undefined : startFrame + levels;
      return { stackFrames: frames.slice(startFrame, end), totalFrames: frames.length };
    });
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    { frameId }: DebugProtocol.ScopesArguments,
  ): void {
    this.#answer(response, (run) => ({ scopes: run.scopes(frameId) }));
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference }: DebugProtocol.VariablesArguments,
  ): void {
    this.#answer(response, (run) => ({ variables: run.variables(variablesReference) }));
  }

  protected override sourceRequest(
    response: DebugProtocol.SourceResponse,
    { sourceReference, source }: DebugProtocol.SourceArguments,
  ): void {
    this.#answer(response, (run) => {
      const content = run.textOf(source?.sourceReference ?? sourceReference);
      if (content === undefined) throw new Error(l10n.t("This document is no longer known"));
      return { content, mimeType: "application/json" };
    });
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
  ): void {
    this.#answer(response, async (run) => ({
      value: await offered(run.setVariable?.(variablesReference, name, value)),
    }));
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters, filterOptions = [] }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    const options = [...filters.map((filterId) => ({ filterId })), ...filterOptions];
    this.#answer(response, async (run) => ({ breakpoints: (await run.setFilters?.(options)) ?? [] }));
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    { breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    this.#answer(response, async (run) => ({ breakpoints: (await run.setFunctions?.(breakpoints)) ?? [] }));
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const message = l10n.t("Messages are held at points, not at lines: use the check boxes or a function breakpoint");
    response.body = { breakpoints: breakpoints.map(() => ({ verified: false, message })) };
    this.sendResponse(response);
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId, context }: DebugProtocol.EvaluateArguments,
  ): void {
    this.#answer(response, async (run) => ({
      result: await offered(run.evaluate?.(expression, frameId, context)),
      variablesReference: 0,
    }));
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { text, column }: DebugProtocol.CompletionsArguments,
  ): void {
    this.#answer(response, (run) => ({ targets: run.completions?.(text.slice(0, column - 1)) ?? [] }));
  }

  protected override exceptionInfoRequest(
    response: DebugProtocol.ExceptionInfoResponse,
    { threadId }: DebugProtocol.ExceptionInfoArguments,
  ): void {
    this.#answer(response, (run) => offered(run.exceptionInfo?.(threadId)));
  }

  protected override continueRequest(
    response: DebugProtocol.ContinueResponse,
    { threadId }: DebugProtocol.ContinueArguments,
  ): void {
    this.#answer(response, async (run) => {
      await run.continue(threadId);
      return { allThreadsContinued: false };
    });
  }

  protected override nextRequest(
    response: DebugProtocol.NextResponse,
    { threadId }: DebugProtocol.NextArguments,
  ): void {
    this.#answer(response, (run) => run.next(threadId));
  }

  protected override stepInRequest(
    response: DebugProtocol.StepInResponse,
    { threadId }: DebugProtocol.StepInArguments,
  ): void {
    this.#answer(response, (run) => run.stepIn(threadId));
  }

  protected override stepOutRequest(
    response: DebugProtocol.StepOutResponse,
    { threadId }: DebugProtocol.StepOutArguments,
  ): void {
    this.#answer(response, (run) => run.next(threadId));
  }

  protected override stepBackRequest(
    response: DebugProtocol.StepBackResponse,
    { threadId }: DebugProtocol.StepBackArguments,
  ): void {
    this.#answer(response, (run) => offered(run.stepBack?.(threadId)));
  }

  protected override reverseContinueRequest(
    response: DebugProtocol.ReverseContinueResponse,
    { threadId }: DebugProtocol.ReverseContinueArguments,
  ): void {
    this.#answer(response, (run) => offered(run.reverseContinue?.(threadId)));
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.#answer(response, () => {
      throw new Error(l10n.t("A message that is on its way cannot be held here: check a point at which to hold it"));
    });
  }

  #start(response: DebugProtocol.Response, open: () => Promise<DebugRun>): void {
    const start = async () => {
      this.#run = await open();
      if (Object.keys(this.#run.capabilities).length > 0) this.sendEvent(new CapabilitiesEvent(this.#run.capabilities));
      this.sendResponse(response);
      this.sendEvent(new InitializedEvent());
    };
    start().catch((error: unknown) => this.#refuse(response, error));
  }

  #answer<R extends DebugProtocol.Response>(
    response: R,
    work: (run: DebugRun) => R["body"] | Promise<R["body"]>,
  ): void {
    const answer = async () => {
      if (!this.#run) throw new Error(l10n.t("Nothing is being debugged yet"));
      response.body = await work(this.#run);
      this.sendResponse(response);
    };
    answer().catch((error: unknown) => this.#refuse(response, error));
  }

  #refuse(response: DebugProtocol.Response, error: unknown): void {
    const nextStep = ExpectedError.is(error) ? error.nextStep : undefined;
    const format = maskText([messageOf(error), nextStep].filter(Boolean).join(". "));
    if (!(error instanceof Error)) this.sendEvent(new OutputEvent(`${format}\n`, "stderr"));
    this.sendErrorResponse(response, { id: 1, format, showUser: true });
  }
}

/** Throws if the run does not have what was asked for. */
function offered<T>(value: T | undefined): T {
  if (value === undefined) throw new Error(l10n.t("This debug session does not offer that"));
  return value;
}
