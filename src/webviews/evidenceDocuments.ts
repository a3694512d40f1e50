import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../common/errors";
import { maskStart } from "../common/masking";
import { shownValue } from "../common/shown/shownLine";
import type { MessageTrace } from "../runtime/message/messageTrace";
import { nameOfSource, sourceOfStep } from "./stepSource";
import type { StepSource } from "./stepSource";

/** Scheme of read-only documents with a step's full details: `messaging-evidence:/7f3a91c0/3 provider.refused.json`. */
export const EVIDENCE_SCHEME = "messaging-evidence";

export interface EvidenceSource {
  find(traceId: string): Promise<MessageTrace | undefined>;
  /** More about a step: request and response, log lines, the message as sent. */
  more(trace: MessageTrace, step: StepSource): Promise<Record<string, unknown>>;
}

/** Builds a document's text each time it is opened: stores nothing, and reports a message that is gone. */
export class EvidenceDocuments implements vscode.TextDocumentContentProvider {
  readonly #source: EvidenceSource;

  constructor(source: EvidenceSource) {
    this.#source = source;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const [, traceId = "", name = ""] = uri.path.split("/");
    const trace = await this.#source.find(traceId);
    const step = trace && sourceOfStep(trace, String(Number.parseInt(name, 10)));
    if (!step) return l10n.t("This message is no longer available: {0}", traceId);
    return evidenceText(step, await this.#source.more(trace, step));
  }

  async open(trace: MessageTrace, id: string): Promise<void> {
    const step = sourceOfStep(trace, id);
    if (!step) throw new ExpectedError("step-not-found", l10n.t("This step is no longer available: {0}", id));
    const path = `/${trace.traceId}/${id} ${nameOfSource(step)}.json`;
    const uri = vscode.Uri.from({ scheme: EVIDENCE_SCHEME, path });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, "json");
    await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }
}

/** Pretty JSON with readable times and masked personal numbers. The sender is the school's own and stays in full. */
function evidenceText({ at, ...rest }: StepSource, more: Record<string, unknown>): string {
  const whole = { ...rest, at: new Date(at).toISOString(), ...more };
  return `${JSON.stringify(shownValue(whole, masked, senderKeys), null, 2)}\n`;
}

const senderKeys = new Set(["sender", "from"]);
/** Characters of one value. */
const LONGEST = 20_000;

const masked = (text: string): string => maskStart(text, LONGEST);
