import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { messageOf } from "../../common/errors";
import { machineTimeZone } from "../../common/timeZone";
import type { InquiryFields } from "../../operations/inquiry/filter/inquiryFields";
import type { InquiryContent, InquiryPanel } from "../../webviews/inquiryPanel";
import type { InquiryView } from "../../webviews/inquiryProtocol";
import { actionOfFix, runFix } from "../trace/fixActions";
import { requestIdOf, traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import { exportCsv, exportMasked, handedOver } from "./messageExport";

/** More than an archive keeps. */
const LISTED = 250_000;

const ANY: InquiryFields = { who: "", tenant: "", from: "", until: "", outcome: "", cause: "" };

/** The pages of inquiries: one of this window's environment, and one for each report that is opened. */
export class InquiryPages {
  readonly #context: CommandContext;
  readonly #documents: Documents;
  #panel: InquiryPanel | undefined;

  constructor(context: CommandContext, documents: Documents) {
    this.#context = context;
    this.#documents = documents;
  }

  /** Of a phrase, of a send in the tree, or of today. Resolves with what the page shows once the search has ended. */
  find(argument: unknown): Promise<InquiryView> {
    this.#panel ??= this.#open(contentOf(this.#context), () => (this.#panel = undefined));
    return this.#panel.find(this.#fieldsOf(argument) ?? this.#today());
  }

  /**
   * Of a phrase, of a message or send in the tree, of the page's own fields, or of today. Returns how many messages the
   * file has; undefined if the user cancels.
   */
  export(argument: unknown, file: unknown): Promise<number | undefined> {
    const id = idOf(argument);
    const fields = this.#fieldsOf(argument) ?? this.#panel?.view.fields ?? this.#today();
    return exportMasked(this.#context, id === undefined ? readFilter(this.#context, fields) : { id }, file);
  }

  /**
   * Shows a hand-over as its own page, or of its messages the trace of the one with this id; an evidence bundle as a
   * report. Undefined: the user cancelled.
   */
  async openReport(file: unknown, id?: unknown): Promise<unknown> {
    const uri = file instanceof vscode.Uri ? file : await chooseReport();
    if (!uri) return undefined;
    const { language, operations } = this.#context;
    const { diagnoseFiles, renderMarkdown } = operations();
    const found = await diagnoseFiles({ evidence: uri.fsPath }, this.#context.operation());
    if (found.handOver) {
      const content = handedOver(this.#context, found.handOver);
      const { messages, groups } = found.handOver.inquiry;
      const message = messages.find((each) => each.id === id);
      const group =
        message && groups.find(({ cause, outcome }) => cause === message.cause && outcome === message.outcome);
      return message && group ? content.open(message, group) : this.#open(content).find(ANY);
    }
    const report = renderMarkdown(found.diagnosis, found.evidence, { language });
    await this.#documents.open("report.md", report);
    return report;
  }

  #open(content: InquiryContent, onDispose: () => void = () => undefined): InquiryPanel {
    const { extension, log, notifier } = this.#context;
    const panel = new (this.#context.panels().InquiryPanel)(extension.extensionUri, content, (error) => {
      log.error(`[inquiry] ${messageOf(error)}`);
      void notifier.error(messageOf(error));
    });
    panel.onDidDispose(onDispose);
    return panel;
  }

  #fieldsOf(argument: unknown): InquiryFields | undefined {
    const id = idOf(argument);
    if (id !== undefined) return { ...ANY, who: id };
    return typeof argument === "string" ? this.#context.operations().fieldsOf(argument) : undefined;
  }

  #today(): InquiryFields {
    return this.#context.operations().fieldsOf(l10n.t("today"));
  }
}

/** Of a send or a message in the tree. */
const idOf = (argument: unknown): string | undefined =>
  requestIdOf(argument) ?? (typeof argument === "object" ? traceIdArgument(argument) : undefined);

async function chooseReport(): Promise<vscode.Uri | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({ title: l10n.t("Open Report"), filters: { JSON: ["json"] } })) ?? [];
  return uri;
}

const contentOf = (context: CommandContext): InquiryContent => ({
  environment: () => context.environment.name,
  find: async (fields, { signal, progress, follow }) => {
    const { findMessages } = context.operations();
    const filter = readFilter(context, fields);
    const environment = await context.environment.open();
    return findMessages(environment, filter, LISTED, context.operation(signal, progress), { follow });
  },
  open: (message, group) => {
    const isSeen = message.sightings !== undefined;
    const { foundTrace } = context.operations();
    return context.execute("messaging.trace.open", isSeen ? foundTrace(message, group) : message.id);
  },
  resend: (fields, { cause, outcome }) =>
    context.execute("messaging.message.resend", { filter: { ...readFilter(context, fields), cause, outcome } }),
  exportCsv: (messages) => exportCsv(context, messages),
  exportMasked: () => context.execute("messaging.message.export"),
  actionOfFix: (fixId) => actionOfFix(context, fixId),
  runFix: (fixId, message) =>
    runFix(context, `fix:${fixId}`, {
      ...(message && { traceId: message.id }),
      ...(message?.tenant !== undefined && { tenantCode: message.tenant }),
    }),
});

const readFilter = (context: CommandContext, fields: InquiryFields) =>
  context.operations().readFields(fields, { now: Date.now(), zone: machineTimeZone() });
