import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError, messageOf } from "../../common/errors";
import { hasReached } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { EVIDENCE_SCHEME, EvidenceDocuments } from "../../webviews/evidenceDocuments";
import type { CompareView, TraceView } from "../../webviews/protocol";
import type { TraceContent, TracePanel } from "../../webviews/tracePanel";
import type { CommandContext } from "../context";
import { chooseMessage } from "../message/messagePick";
import type { CommandMap } from "../../host/commandIds";
import type { Phone } from "../message/phoneCommands";
import { actionOfFix, runFix } from "./fixActions";
import { moreOf } from "./stepEvidence";
import { withVerdict } from "./tracedVerdict";

/** What a trace shows besides its events. */
export interface TraceParts {
  /** Request and response of a send from here, while the window is open. */
  sentOf(traceId: string): SentMessage | undefined;
  phone: Phone;
}

/** Trace and comparison. Each message gets one panel, which is revealed when opened again. */
export function getTraceCommands(context: CommandContext, parts: TraceParts): CommandMap {
  const pages = new TracePages(context, parts);
  return {
    "messaging.trace.open": (message) => pages.open(message),
    "messaging.trace.compare": (message, messages) => pages.compare(message, messages),
  };
}

class TracePages {
  readonly #context: CommandContext;
  readonly #documents: EvidenceDocuments;
  readonly #panels = new Map<string, TracePanel>();
  readonly #phone: Phone;

  constructor(context: CommandContext, { sentOf, phone }: TraceParts) {
    this.#context = context;
    this.#phone = phone;
    this.#documents = new EvidenceDocuments({
      find: (traceId) => context.messages.find(traceId),
      more: (trace, event) => moreOf(context.stack.client, sentOf, trace, event),
    });
    context.owned.push(vscode.workspace.registerTextDocumentContentProvider(EVIDENCE_SCHEME, this.#documents));
  }

  async open(argument: unknown): Promise<TraceView | undefined> {
    const trace = await chooseMessage(this.#context.messages, argument, l10n.t("Which message?"));
    if (!trace) return undefined;
    const { traceId } = trace;
    const panel = this.#panel(traceId, {
      title: l10n.t("Trace {0}", traceId.slice(0, 8)),
      load: async () => {
        const current = (await this.#context.messages.find(traceId)) ?? trace;
        const view = await this.#view(current);
        return {
          kind: "trace",
          view,
          act: (id) => this.#act(current, id),
          ...(view.phone && { phoneActionId: "phone" }),
        };
      },
      onChange: (listener) => this.#onChange([traceId], listener),
    });
    await panel.update();
    return panel.shown as TraceView | undefined;
  }

  async compare(argument: unknown, selection: unknown): Promise<CompareView | undefined> {
    const { messages } = this.#context;
    const [first, second] = Array.isArray(selection) && selection.length === 2 ? (selection as unknown[]) : [argument];
    const one = await chooseMessage(messages, first, l10n.t("Compare which message …"));
    if (!one) return undefined;
    const other = await chooseMessage(messages, second, l10n.t("… with which one?"), { except: one.traceId });
    if (!other) return undefined;
    if (one.traceId === other.traceId) {
      throw new ExpectedError(
        "same-message",
        l10n.t("These are the same message"),
        l10n.t("Choose two different ones."),
      );
    }
    // The message that worked goes on the left: read from what should happen to what did.
    const [left, right] = hasReached(other) && !hasReached(one) ? [other, one] : [one, other];
    const ids = [left.traceId, right.traceId];
    const panel = this.#panel(ids.join(" "), {
      title: l10n.t("{0} and {1}", left.traceId.slice(0, 8), right.traceId.slice(0, 8)),
      load: async () => {
        const [leftNow = left, rightNow = right] = await Promise.all(ids.map((id) => messages.find(id)));
        const view = this.#context.knowledge().compareView(await this.#view(leftNow), await this.#view(rightNow));
        return { kind: "compare", view, act: (id) => this.#actOfSide([leftNow, rightNow], id) };
      },
      onChange: (listener) => this.#onChange(ids, listener),
    });
    await panel.update();
    return panel.shown as CompareView | undefined;
  }

  #panel(key: string, content: TraceContent): TracePanel {
    const open = this.#panels.get(key);
    if (open) {
      open.reveal();
      return open;
    }
    const { extension, log, notifier } = this.#context;
    const panel = new (this.#context.panels().TracePanel)(extension.extensionUri, content, (error) => {
      const text = messageOf(error);
      log.error(`[trace] ${text}`);
      void notifier.error(l10n.t("Cannot show the trace: {0}", text));
    });
    this.#panels.set(key, panel);
    panel.onDidDispose(() => this.#panels.delete(key));
    return panel;
  }

  #onChange(traceIds: readonly string[], listener: () => void): vscode.Disposable {
    const { stack, findings } = this.#context;
    const events = stack.events.subscribe(({ traceId }) => {
      if (traceIds.includes(traceId)) listener();
    });
    const shown = traceIds.map((id) => findings.verdictOf(id));
    const diagnosed = findings.changed.subscribe(() => {
      const now = traceIds.map((id) => findings.verdictOf(id));
      if (now.every((verdict, index) => verdict === shown[index])) return;
      shown.splice(0, shown.length, ...now);
      listener();
    });
    return vscode.Disposable.from({ dispose: () => events.dispose() }, { dispose: () => diagnosed.dispose() });
  }

  async #view(trace: MessageTrace): Promise<TraceView> {
    const diagnosed = await withVerdict(this.#context, trace);
    const phone = await this.#phone.viewOf(trace);
    return this.#context.knowledge().traceView({
      trace: diagnosed,
      ...(phone && { phone }),
      actionOfFix: (fixId) => actionOfFix(this.#context, fixId),
      actions: [
        { id: "sendAgain", label: l10n.t("Send again"), isPrimary: hasReached(trace) },
        { id: "compare", label: l10n.t("Compare…") },
        { id: "logs", label: l10n.t("Show log lines") },
        { id: "report", label: l10n.t("Copy report") },
      ],
    });
  }

  async #act(trace: MessageTrace, id: string): Promise<void> {
    const context = this.#context;
    const { traceId, tenantCode } = trace;
    switch (id) {
      case "sendAgain":
        return void (await context.execute("messaging.message.sendAgain", { traceId }));
      case "compare":
        return void (await context.execute("messaging.trace.compare", { traceId }));
      case "report":
        return void (await context.execute("messaging.diagnosis.copyReport", { traceId }));
      case "logs":
        return void (await context.execute("messaging.logs.filter", { traceId }));
      case "phone":
        return void (await context.execute("messaging.phone.preview", { traceId }));
      default: {
        const step = /^step:(\d+)$/.exec(id)?.[1];
        if (step !== undefined) return this.#documents.open(trace, step);
        await runFix(context, id, { traceId, ...(tenantCode !== undefined && { tenantCode }) });
      }
    }
  }

  async #actOfSide(traces: readonly MessageTrace[], id: string): Promise<void> {
    const [traceId, action = ""] = id.split("/");
    const trace = traces.find((each) => each.traceId === traceId);
    if (trace) await this.#act(trace, action);
  }
}
