import { linePatterns, mentionPatterns } from "./catalogue";
import { WordFinder } from "./wordFinder";
import { compileLine, compileMention, holeNames, type LineMatcher, literalLength, needlesOf } from "./template";
import type { LogPattern } from "../types";

/** The meaning of a text. `text` is a copy, so the chunk it was read from can be freed. */
export interface Match {
  text: string;
  pattern?: LogPattern;
  values: Record<string, string>;
  mentions: string[];
}

interface CompiledLine {
  pattern: LogPattern;
  match: LineMatcher;
  literal: number;
  /** One of its holes may contain text from a library or the provider. */
  quotes: boolean;
}

/** In longer texts only the beginning is searched for mentions. */
const MENTIONS_WITHIN = 4_000;
const CACHED_TEXTS = 300;
const CACHED_LENGTH = 600;

/** Holes that quote other software. */
const QUOTING = new Set(["error", "reason", "body", "group_id", "message"]);

/** A known line may begin up to this many words into the text. */
const WORDS_SEARCHED = 6;

const byWord = new Map<string, CompiledLine[]>();
const byLetter = new Map<string, CompiledLine[]>();
const anyStart: CompiledLine[] = [];
for (const pattern of linePatterns) {
  for (const template of [pattern.template, ...(pattern.aliases ?? [])]) index(pattern, template);
}
for (const list of [...byWord.values(), ...byLetter.values(), anyStart]) list.sort((a, b) => b.literal - a.literal);

const mentions = mentionPatterns
  .map((pattern) => ({ pattern, find: compileMention(pattern.template), literal: literalLength(pattern.template) }))
  .sort((a, b) => b.literal - a.literal);
const needleOwner: number[] = [];
const needles = new WordFinder(
  mentions.flatMap(({ pattern }, owner) => {
    const words = needlesOf(pattern.template);
    needleOwner.push(...words.map(() => owner));
    return words;
  }),
);

function index(pattern: LogPattern, template: string): void {
  const quotes = holeNames(template).some((name) => QUOTING.has(name));
  const line = { pattern, match: compileLine(template), literal: literalLength(template), quotes };
  const start = template.slice(0, template.includes("{") ? template.indexOf("{") : undefined);
  const space = start.indexOf(" ");
  if (start === "") anyStart.push(line);
  else if (space > 0) push(byWord, start.slice(0, space), line);
  else push(byLetter, start.charAt(0), line);
}

function push(map: Map<string, CompiledLine[]>, key: string, line: CompiledLine): void {
  const list = map.get(key);
  if (list) list.push(line);
  else map.set(key, [line]);
}

/** Finds the meaning of texts. Caches recent ones, because logs repeat themselves. */
export class Matcher {
  #seen = new Map<string, Match>();

  match(text: string): Match {
    const seen = this.#seen.get(text);
    if (seen) return seen;
    const own = detach(text);
    const match = matchText(own);
    if (own.length <= CACHED_LENGTH) {
      if (this.#seen.size >= CACHED_TEXTS) this.#seen.clear();
      this.#seen.set(own, match);
    }
    return match;
  }
}

/** Copies a string: a slice would keep its whole source chunk in memory. */
export const detach = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1));

/** Matches the line's own pattern, ignoring what its text mentions. */
export function matchLine(text: string): { line: CompiledLine; values: Record<string, string> } | undefined {
  const space = text.indexOf(" ");
  const word = space < 0 ? text : text.slice(0, space);
  let best: { line: CompiledLine; values: Record<string, string> } | undefined;
  for (const list of [byWord.get(word), byLetter.get(text.charAt(0)), anyStart]) {
    for (const line of list ?? []) {
      if (best && best.line.literal >= line.literal) break;
      const values = line.match(text);
      if (values) best = { line, values };
    }
  }
  return best;
}

/** Finds what a text quotes from libraries and the provider, most specific first. */
export function findMentions(text: string): { pattern: LogPattern; values: Record<string, string> }[] {
  const hits = needles.in(text, MENTIONS_WITHIN);
  if (!hits) return [];
  const owners = [...new Set([...hits].map((hit) => needleOwner[hit] ?? 0))].sort((a, b) => a - b);
  const head = text.slice(0, MENTIONS_WITHIN);
  return owners.flatMap((owner) => {
    const mention = mentions[owner];
    const found = mention?.find.exec(head);
    return mention && found ? [{ pattern: mention.pattern, values: { ...mention.pattern.sets, ...found.groups } }] : [];
  });
}

function matchText(text: string): Match {
  const { traceId, rest } = splitTraceId(text);
  const found = matchLine(rest) ?? matchInside(rest);
  const match: Match = { text, values: {}, mentions: [], ...(found && { pattern: found.line.pattern }) };
  if (found) Object.assign(match.values, found.line.pattern.sets, found.values);
  if (traceId) match.values["trace_id"] = traceId;
  if (!found || found.line.quotes) addMentions(match, rest);
  return match;
}

/** Adds what the text quotes: values not yet set, and the pattern if the line has none of its own. */
export function addMentions(match: Omit<Match, "text">, text: string): void {
  for (const { pattern, values } of findMentions(text)) {
    // The same code means different things from AWS and Solapi. The line says which service it is.
    const service = pattern.sets?.["service"];
    if (service === "aws" && match.pattern?.layer === "provider") continue;
    if (service === "solapi" && match.pattern?.layer === "queue") continue;
    if (match.mentions.includes(pattern.id)) continue;
    match.mentions.push(pattern.id);
    match.pattern ??= pattern;
    for (const [name, value] of Object.entries(values)) match.values[name] ??= value;
  }
}

/** For loggers that print names before the message: `services.py 812 Messaging job enqueued: to=0101****`. */
function matchInside(text: string): ReturnType<typeof matchLine> {
  let at = 0;
  for (let word = 0; word < WORDS_SEARCHED; word++) {
    at = text.indexOf(" ", at) + 1;
    if (at === 0) return undefined;
    while (text.startsWith(" ", at)) at++;
    const next = text.indexOf(" ", at);
    if (!byWord.has(next < 0 ? text.slice(at) : text.slice(at, next))) continue;
    const found = matchLine(text.slice(at));
    if (found) return found;
  }
  return undefined;
}

const TRACE_ID = " trace_id=";

function splitTraceId(text: string): { rest: string; traceId?: string } {
  const at = text.lastIndexOf(TRACE_ID);
  if (at < 0) return { rest: text };
  const traceId = text.slice(at + TRACE_ID.length);
  return /^[\w-]+$/.test(traceId) ? { rest: text.slice(0, at), traceId } : { rest: text };
}
