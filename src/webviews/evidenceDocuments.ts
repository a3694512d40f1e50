import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../common/errors";
import { maskText } from "../common/masking";
import type { MessageTrace } from "../runtime/messageTrace";

/** What a step says in full, as a document that cannot be edited: `messaging-evidence:/7f3a91c0/3 provider.refused.json`. */
export const EVIDENCE_SCHEME = "messaging-evidence";

/** Gives the text of a document at each opening: nothing is kept, and a message that is gone says so. */
export class EvidenceDocuments implements vscode.TextDocumentContentProvider {
  readonly #find: (traceId: string) => Promise<MessageTrace | undefined>;

  constructor(find: (traceId: string) => Promise<MessageTrace | undefined>) {
    this.#find = find;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const [, traceId = "", name = ""] = uri.path.split("/");
    const trace = await this.#find(traceId);
    const event = trace?.events.find(({ seq }) => seq === Number.parseInt(name, 10));
    if (!event) return l10n.t("This message is not known any more: {0}", traceId);
    return evidenceText(event);
  }

  async open(trace: MessageTrace, seq: number): Promise<void> {
    const event = trace.events.find((each) => each.seq === seq);
    if (!event) throw new ExpectedError("step-not-found", l10n.t("This step is not known any more: {0}", seq));
    const uri = vscode.Uri.from({ scheme: EVIDENCE_SCHEME, path: `/${trace.traceId}/${seq} ${event.type}.json` });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, "json");
    await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }
}

/** Pretty JSON, times readable, numbers of people masked; the sender is the school's own and stands. */
function evidenceText({ at, details, ...rest }: MessageTrace["events"][number]): string {
  const { sender, ...others } = details as Record<string, unknown>;
  const masked: unknown = JSON.parse(
    maskText(JSON.stringify({ ...rest, at: new Date(at).toISOString(), details: others })),
  );
  if (sender !== undefined) Object.assign((masked as { details: object }).details, { sender });
  return `${JSON.stringify(masked, undefined, 2)}\n`;
}
