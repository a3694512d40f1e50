import { stripVTControlCharacters } from "node:util";
import { silentLogger } from "../../../src/common/logger";
import { reportLines } from "../../../src/cli/diagnosis/reportLines";
import type { Finding } from "../../../src/diagnosis/diagnosis";
import { tellSend, tellVerdict } from "../../../src/commands/diagnosis/verdictToast";
import type { CommandContext } from "../../../src/commands/context";
import { describeSend } from "../../../src/cli/message/sendText";
import { diagnoseNow } from "../../../src/operations/diagnosis/diagnoseNow";
import * as operations from "../../../src/operations/operationsEntry";
import type { SendReport } from "../../../src/operations/message/sendMessages";
import type { MessageTrace } from "../../../src/runtime/message/messageTrace";
import { findStack } from "../../../src/runtime/control/stackLauncher";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { lightsOf } from "../../../src/targets/layers/lights";
import { layerNodes } from "../../../src/views/layers/layersTree";
import { messageNodes } from "../../../src/views/messages/messagesTree";
import { accusationsOf } from "../../../src/views/problems/accusedLines";
import { statusText } from "../../../src/views/status/statusText";
import { treeText } from "../../../src/views/treeNode";
import { traceView } from "../../../src/webviews/models/traceView";
import { FindingStore } from "../../../src/window/findings/findingStore";
import { LiveStack } from "../../../src/window/stack/liveStack";
import { stateOfStack } from "../../../src/window/stack/stackLayers";
import { operationFor } from "../../unit/operations/sending";
import type { StackFixture } from "../stack/stackFixture";

/** The six places that speak of a message, each as a person reads it. */
export interface Places {
  /** The message's row and the layer's row. */
  tree: { message: string; layer: string };
  /** "error: …"; the buttons in brackets. */
  toast: string;
  /** With its codicon. */
  statusBar: string;
  trace: { mark: string; text: string; lane: string; layer: string | undefined; fixes: string[] };
  /** Causes that files of the workspace are accused of. */
  problems: string[];
  commandLine: string;
}

/** A window on a stack, without VS Code: the models behind its views, and the command line beside them. */
export class ModelWindow {
  readonly #fixture: StackFixture;
  readonly #stack: LiveStack;
  readonly #findings: FindingStore;
  #toasts: string[] = [];

  private constructor(fixture: StackFixture) {
    this.#fixture = fixture;
    this.#stack = new LiveStack({
      stateDir: () => fixture.stateDir,
      find: findStack,
      launch: () => Promise.reject(new Error("it runs")),
      focusedTenant: () => "hakwonplus",
      keptMessages: () => 20,
      log: silentLogger,
    });
    this.#findings = new FindingStore(this.#stack);
  }

  static async open(fixture: StackFixture): Promise<ModelWindow> {
    const window = new ModelWindow(fixture);
    await window.#stack.join();
    window.#stack.watch();
    await window.#stack.measure();
    return window;
  }

  dispose(): void {
    this.#findings.dispose();
    this.#stack.dispose();
  }

  /** After a send, which its toast has told. */
  async afterSend(report: SendReport): Promise<Places> {
    const { messages, sent, diagnosis, recipients } = report;
    const [trace] = messages;
    const sentence = operations.sendSentence(recipients);
    this.#findings.set({
      ...{ diagnosis, tenantCode: sent.tenantCode },
      ...(trace && { traceId: trace.traceId }),
      ...(sentence !== undefined && { sentence }),
    });
    for (const message of messages) if (message.verdict) this.#findings.keep(message.traceId, message.verdict);
    this.#toasts = [];
    await tellSend(this.#context(), createLocalEnvironment(this.#fixture.client), report);
    const lines = describeSend({ tenant: sent.tenantCode, mode: "sms" }, report);
    return this.#places(trace, lines, diagnosis.verdict);
  }

  /** After Diagnose of the same message, some moments later. */
  async afterDiagnose(report: SendReport): Promise<Places> {
    const [trace] = report.messages;
    const environment = createLocalEnvironment(this.#fixture.client);
    const subject = { ...(trace && { trace }), sent: report.sent };
    const found = await diagnoseNow(environment, subject, operationFor(this.#fixture.stateDir));
    const { diagnosis, evidence } = found;
    const { tenantCode } = report.sent;
    this.#findings.set({ diagnosis, ...(trace && { traceId: trace.traceId }), tenantCode });
    this.#toasts = [];
    await tellVerdict(this.#context(), { environment, ...found, ...(trace && { trace }) });
    return this.#places(trace, reportLines(diagnosis, evidence), diagnosis.verdict);
  }

  /** Resolves once every light is green again. */
  async untilGreen(withinMs: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const lights = () => {
      const state = stateOfStack(this.#stack.state);
      return state.kind === "live" && state.snapshot ? lightsOf(state.snapshot) : [];
    };
    const look = () => {
      // A message of an earlier fault may be given up meanwhile: dead letters have no cause of their own.
      const isGreen = lights().every(
        ({ status, facts }) => status === "ok" || (status === "degraded" && facts[0]?.cause === undefined),
      );
      if (lights().length === 5 && isGreen) resolve();
    };
    const subscription = this.#stack.changed.subscribe(look);
    const late = () => reject(new Error(`not green within ${withinMs} ms: ${JSON.stringify(lights())}`));
    const timer = setTimeout(late, withinMs);
    look();
    await promise.finally(() => {
      clearTimeout(timer);
      void subscription.dispose();
    });
  }

  async #places(trace: MessageTrace | undefined, lines: readonly string[], verdict: Finding): Promise<Places> {
    await this.#stack.measure();
    const state = stateOfStack(this.#stack.state);
    const snapshot = state.kind === "live" ? state.snapshot : undefined;
    const now = Date.now();
    const live = trace && ((await this.#fixture.client.trace(trace.traceId).catch(() => undefined)) ?? trace);
    const own = (trace && this.#findings.verdictOf(trace.traceId)) ?? trace?.verdict;
    const shown = live && { ...live, ...(own && { verdict: own }) };
    const traces = shown ? [shown] : [];
    const findings = this.#findings.findings(new Set());
    const layers = layerNodes({ state, traces, findings, now });
    const layer = layers.find(({ id }) => id.startsWith(`layer.${verdict.layer}`));
    const view = traceView({ trace: shown! });
    const lane = view.lanes.find((each) => each.layer === verdict.layer);
    return {
      tree: { message: firstLine(messageNodes(traces)), layer: treeText(layer ? [layer] : []) },
      toast: this.#toasts.join("\n"),
      statusBar: statusText(state, traces, now, findings)?.text ?? "",
      trace: {
        mark: view.verdict.mark,
        text: view.verdict.text,
        lane: lane?.mark ?? "",
        layer: view.broken?.layer,
        fixes: view.broken?.fixes.map(({ text }) => text) ?? [],
      },
      problems: accusationsOf(findings, snapshot).map(({ cause }) => cause),
      commandLine: stripVTControlCharacters(lines.join("\n")),
    };
  }

  /** What the toasts need of a command's context. */
  #context(): CommandContext {
    const say =
      (kind: string) =>
      (text: string, ...actions: { title: string }[]) => {
        this.#toasts.push(`${kind}: ${text} ${actions.map(({ title }) => `[${title}]`).join(" ")}`.trimEnd());
        return Promise.resolve();
      };
    const notifier = { info: say("info"), warning: say("warning"), error: say("error") };
    return { notifier, operations: () => operations, execute: () => Promise.resolve() } as unknown as CommandContext;
  }
}

const firstLine = (nodes: Parameters<typeof treeText>[0]) => treeText(nodes).split("\n")[0] ?? "";
