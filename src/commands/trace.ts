import * as l10n from "@vscode/l10n";
import path from "node:path";
import * as vscode from "vscode";
import { ExpectedError } from "../common/errors";
import { loadKnowledge } from "../logs/knowledgeModule";
import type { KnowledgeModule } from "../logs/knowledgeModule";
import type { InboxMessage } from "../runtime/provider/sandbox/inbox";
import type { MessageTrace } from "../runtime/messageTrace";
import type { SentMessage } from "../targets/evidence/sentMessage";
import { EVIDENCE_SCHEME, EvidenceDocuments } from "../webviews/evidenceDocuments";
import { evidenceOf } from "../webviews/models/traceEvidence";
import type { TraceFinding } from "../webviews/models/traceView";
import { PhonePanel } from "../webviews/phonePanel";
import type { ActionView, CompareView, PhonePage, PhoneView, TraceView } from "../webviews/protocol";
import { TracePanel } from "../webviews/tracePanel";
import type { TraceContent } from "../webviews/tracePanel";
import { traceIdOf } from "./arguments";
import type { CommandContext } from "./context";
import type { CommandMap } from "./ids";
import { phoneMessageOf } from "./phoneMessage";
import { moreOf } from "./stepEvidence";
import type { TestSend } from "./testSend";

/** How many sandbox messages the phone offers. */
const PHONE_MESSAGES = 100;

/** What was sent from here, where it was. */
export interface Sends {
  /** Request and response, as long as the window is open. */
  sentOf(traceId: string): SentMessage | undefined;
  sendOf(traceId: string): TestSend | undefined;
}

/** Trace, comparison and phone. Panels are opened once a message and revealed after that. */
export function getTraceCommands(context: CommandContext, sends: Sends): CommandMap {
  const pages = new TracePages(context, sends);
  return {
    "messaging.trace.open": (message) => pages.open(message),
    "messaging.trace.compare": (message, messages) => pages.compare(message, messages),
    "messaging.phone.preview": (message) => pages.preview(message),
  };
}

class TracePages {
  readonly #context: CommandContext;
  readonly #documents: EvidenceDocuments;
  readonly #panels = new Map<string, TracePanel>();
  readonly #sendOf: Sends["sendOf"];
  #phone: PhonePanel | undefined;

  constructor(context: CommandContext, { sentOf, sendOf }: Sends) {
    this.#context = context;
    this.#sendOf = sendOf;
    this.#documents = new EvidenceDocuments({
      find: (traceId) => context.messages.find(traceId),
      more: (trace, event) => moreOf(context.stack.client, sentOf, trace, event),
    });
    context.owned.push(vscode.workspace.registerTextDocumentContentProvider(EVIDENCE_SCHEME, this.#documents));
  }

  async open(argument: unknown): Promise<TraceView | undefined> {
    const trace = await this.#context.messages.choose(argument, l10n.t("Which message?"));
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
    const one = await messages.choose(first, l10n.t("Compare which message …"));
    if (!one) return undefined;
    const other = await messages.choose(second, l10n.t("… with which one?"));
    if (!other) return undefined;
    if (one.traceId === other.traceId) {
      throw new ExpectedError(
        "same-message",
        l10n.t("These are the same message"),
        l10n.t("Choose two different ones."),
      );
    }
    // What worked stands on the left, to read from as it should be to as it was.
    const [left, right] = hasReached(other) && !hasReached(one) ? [other, one] : [one, other];
    const ids = [left.traceId, right.traceId];
    const panel = this.#panel(ids.join(" "), {
      title: l10n.t("{0} and {1}", left.traceId.slice(0, 8), right.traceId.slice(0, 8)),
      load: async () => {
        const [leftNow = left, rightNow = right] = await Promise.all(ids.map((id) => messages.find(id)));
        const view = this.#knowledge().compareView(await this.#view(leftNow), await this.#view(rightNow));
        return { kind: "compare", view, act: (id) => this.#actOfSide([leftNow, rightNow], id) };
      },
      onChange: (listener) => this.#onChange(ids, listener),
    });
    await panel.update();
    return panel.shown as CompareView | undefined;
  }

  async preview(argument: unknown): Promise<PhonePage> {
    const { stack, extension } = this.#context;
    if (!this.#phone) {
      const phone = new PhonePanel(extension.extensionUri, {
        models: this.#knowledge(),
        messages: () => this.#phoneMessages(),
        onChange: (listener) => {
          const events = stack.events.subscribe(({ type }) => {
            if (type.startsWith("provider.")) listener();
          });
          return new vscode.Disposable(() => events.dispose());
        },
      });
      phone.onDidDispose(() => (this.#phone = undefined));
      this.#phone = phone;
    }
    const phone = this.#phone;
    await phone.show(traceIdOf(argument));
    return phone.page;
  }

  /** What the sandbox sent, or, of a real environment, what was sent to it from here. Newest first. */
  async #phoneMessages(): Promise<InboxMessage[]> {
    const { stack, environment, messages } = this.#context;
    if (environment.isLocal) return (await stack.client?.inbox())?.reverse().slice(0, PHONE_MESSAGES) ?? [];
    const sends = await messages.recent(PHONE_MESSAGES);
    return sends.flatMap(({ traceId }) => this.#textOf(traceId) ?? []);
  }

  /** A message that was sent from here, as it should look: what its recipient got nobody can see. */
  #textOf(traceId: string): InboxMessage | undefined {
    const trace = this.#context.messages.known.find((each) => each.traceId === traceId);
    const send = this.#sendOf(traceId);
    return trace && send && phoneMessageOf(trace, send);
  }

  #knowledge(): KnowledgeModule {
    return loadKnowledge(path.join(this.#context.extension.extensionPath, "dist"), vscode.l10n.bundle);
  }

  #panel(key: string, content: TraceContent): TracePanel {
    const open = this.#panels.get(key);
    if (open) {
      open.reveal();
      return open;
    }
    const { extension, log, notifier } = this.#context;
    const panel = new TracePanel(extension.extensionUri, content, (error) => {
      const text = error instanceof Error ? error.message : String(error);
      log.error(`[trace] ${text}`);
      void notifier.error(l10n.t("The trace cannot be shown: {0}", text));
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
    const diagnosed = findings.changed.subscribe(() => {
      if (traceIds.includes(findings.last?.traceId ?? "")) listener();
    });
    return vscode.Disposable.from({ dispose: () => events.dispose() }, { dispose: () => diagnosed.dispose() });
  }

  async #view(trace: MessageTrace): Promise<TraceView> {
    const finding = await this.#finding(trace);
    const phone = await this.#phoneOf(trace);
    const number = this.#registeredSender();
    return this.#knowledge().traceView({
      trace,
      ...(finding && { finding }),
      ...(phone && { phone }),
      actionOfFix: (fixId) => actionOfFix(fixId, number),
      actions: [
        { id: "sendAgain", label: l10n.t("Send again"), isPrimary: hasReached(trace) },
        { id: "compare", label: l10n.t("Compare…") },
        { id: "logs", label: l10n.t("Show log lines") },
        { id: "report", label: l10n.t("Copy report") },
      ],
    });
  }

  /** A number that the provider would take; undefined where none is known. */
  #registeredSender(): string | undefined {
    const senders = this.#context.senders();
    return senders.find(({ status }) => status.toUpperCase() === "ACTIVE")?.phoneNumber;
  }

  /** Why it stopped, in the diagnosis' words; undefined where it did not, or nothing can be told. */
  async #finding(trace: MessageTrace): Promise<TraceFinding | undefined> {
    if (hasReached(trace) && trace.state !== "undelivered") return undefined;
    const { stack, log, findings, messages } = this.#context;
    // What the user was told of this message is what its trace says.
    if (findings.last?.traceId === trace.traceId) return findings.last.diagnosis.verdict;
    const told = messages.findingOf(trace.traceId);
    if (told) return told;
    try {
      const { client } = stack;
      const [snapshot, tenant, lines] = await Promise.all([
        client?.snapshot(),
        trace.tenantCode === undefined ? undefined : client?.tenant(trace.tenantCode).catch(() => undefined),
        client?.recentLogs("worker"),
      ]);
      const workerLog = lines?.map(({ text }) => text).join("\n");
      const { diagnose } = await this.#context.diagnosis();
      const evidence = evidenceOf(trace, {
        now: Date.now(),
        ...(snapshot && { snapshot }),
        ...(tenant && { tenant }),
        ...(workerLog !== undefined && { workerLog }),
      });
      return diagnose(evidence, { language: this.#context.language }).verdict;
    } catch (error) {
      // The trace says what happened without it; the reason belongs to the log.
      log.warning(`[trace] no diagnosis: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  async #phoneOf({ traceId }: MessageTrace): Promise<PhoneView | undefined> {
    const messages = await this.#context.stack.client?.inbox(traceId).catch(() => []);
    const message = messages?.at(-1) ?? this.#textOf(traceId);
    return message && this.#knowledge().phoneView(message);
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
      case "fix:set-sender":
        return void (await context.execute("messaging.sender.fix", {
          tenantCode,
          traceId,
          number: this.#registeredSender(),
        }));
      case "fix:restart-worker":
        return void (await context.execute("messaging.worker.restart"));
      case "fix:redrive":
        return void (await context.execute("messaging.queue.redrive"));
      default: {
        const seq = /^step:(\d+)$/.exec(id)?.[1];
        if (seq !== undefined) await this.#documents.open(trace, Number(seq));
      }
    }
  }

  async #actOfSide(traces: readonly MessageTrace[], id: string): Promise<void> {
    const [traceId, action = ""] = id.split("/");
    const trace = traces.find((each) => each.traceId === traceId);
    if (trace) await this.#act(trace, action);
  }
}

const hasReached = ({ events }: MessageTrace): boolean =>
  events.some((event) => event.type === "provider.accepted" && !event.details.groupId.startsWith("mock-"));

/** Fixes that the editor has a command for; the others are read. */
function actionOfFix(fixId: string, number: string | undefined): ActionView | undefined {
  switch (fixId) {
    case "set-sender": {
      const label = number === undefined ? l10n.t("Fix sender…") : l10n.t("Use {0}", number);
      return { id: "fix:set-sender", label, isPrimary: true };
    }
    case "start-worker":
    case "restart-worker":
      return { id: "fix:restart-worker", label: l10n.t("Restart worker"), isPrimary: true };
    case "redrive":
      return { id: "fix:redrive", label: l10n.t("Redrive DLQ…") };
    default:
      return undefined;
  }
}
