import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { DisposableStack } from "../common/disposable";
import type { Annotator } from "./annotator";
import type * as KnowledgeEntry from "./knowledge";
import { anyDocument, logDocuments } from "./logDocuments";
import { SourceLines } from "./sourceLines";

/** Only the newest lines of a document are linked: nobody follows the first lines of an hours-long log. */
const LINKED_LINES = 2_000;

export interface LogLanguageOptions {
  language: "en" | "ko";
  knowledge(): typeof KnowledgeEntry;
}

/**
 * Registers hovers over codes in any file, and links and definitions from a known log line to the Python line that
 * prints it.
 */
export function registerLogLanguage(owned: DisposableStack, { language, knowledge }: LogLanguageOptions): void {
  const sources = owned.push(new SourceLines());
  let annotator: Annotator | undefined;
  const knownIn = (line: string) => (annotator ??= knowledge().createAnnotator()).annotate(line).known;
  owned.push(
    vscode.languages.registerHoverProvider(anyDocument, {
      provideHover: (document, position) => {
        const isLog = vscode.languages.match(logDocuments, document) > 0;
        if (!mayBeCode(wordAt(document, position), isLog)) return undefined;
        const { findCodes, explainCode } = knowledge();
        const line = document.lineAt(position).text;
        const found = findCodes(line, isLog).find(
          ({ start, end }) => start <= position.character && position.character <= end,
        );
        const explanation = found && explainCode(found.code, language);
        if (!found || !explanation) return undefined;
        const range = new vscode.Range(position.line, found.start, position.line, found.end);
        return new vscode.Hover(markdownOf(explanation), range);
      },
    }),
  );
  owned.push(
    vscode.languages.registerDefinitionProvider(logDocuments, {
      provideDefinition: async (document, position) => {
        const known = knownIn(document.lineAt(position).text);
        return known && sources.find(known.patternId, known.templates);
      },
    }),
  );
  owned.push(
    vscode.languages.registerDocumentLinkProvider(logDocuments, {
      provideDocumentLinks: async (document, token) => {
        if (!(await sources.hasAny())) return [];
        const from = Math.max(0, document.lineCount - LINKED_LINES);
        const links: vscode.DocumentLink[] = [];
        for (let number = from; number < document.lineCount && !token.isCancellationRequested; number++) {
          const link = await linkOf(document.lineAt(number), knownIn, sources);
          if (link) links.push(link);
        }
        return links;
      },
    }),
  );
}

const wordAt = (document: vscode.TextDocument, position: vscode.Position): string => {
  const range = document.getWordRangeAtPosition(position, /[\w.-]{1,200}/);
  return range ? document.getText(range) : "";
};

/** A cheap first check for hovers: four digits, a name of several words, or in a log any capitalized word. */
const mayBeCode = (word: string, isLog: boolean): boolean =>
  /\d{4}|[a-z][A-Z]|[A-Z]{2}|_|-/.test(word) || (isLog && /^[A-Z]/.test(word));

/** Links the tag at the start of the line, such as `[Solapi]`, or the first word where there is no tag. */
async function linkOf(
  { text, range }: vscode.TextLine,
  knownIn: (line: string) => { patternId: string; templates: string[] } | undefined,
  sources: SourceLines,
): Promise<vscode.DocumentLink | undefined> {
  const known = knownIn(text);
  const location = known && (await sources.find(known.patternId, known.templates));
  if (!location) return undefined;
  const start = Math.max(0, text.search(/\[(?:API|SQS|Worker|Solapi|Data|데이터)\]/));
  const end = start + (/^\[[^\]]+\]|^\S+/.exec(text.slice(start))?.[0].length ?? 0);
  const fragment = `L${location.range.start.line + 1}`;
  const link = new vscode.DocumentLink(
    new vscode.Range(range.start.line, start, range.start.line, end),
    location.uri.with({ fragment }),
  );
  link.tooltip = l10n.t("The line that prints this: {0}", vscode.workspace.asRelativePath(location.uri));
  return link;
}

type Explanation = NonNullable<ReturnType<(typeof KnowledgeEntry)["explainCode"]>>;

function markdownOf({ code, where, meaning, fixes, retry }: Explanation): vscode.MarkdownString {
  const parts = [
    `**${escape(code)}** · ${escape(where)}`,
    escape(meaning.charAt(0).toUpperCase() + meaning.slice(1)),
    ...(retry ? [escape(retry)] : []),
    ...(fixes.length > 0 ? [`${l10n.t("Fix")}:\n\n${fixes.map((fix) => `- ${escape(fix)}`).join("\n")}`] : []),
  ];
  return new vscode.MarkdownString(parts.join("\n\n"));
}

/** Escapes Markdown. VS Code's own `appendText` turns every space into a non-breaking one, so lines don't wrap. */
const escape = (text: string): string => text.replace(/[\\`*_{}[\]()#+!|<>~&-]/g, "\\$&");
