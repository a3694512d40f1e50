import { type Envelope, readEnvelope, readJson } from "./envelope";
import { addMentions, detach, type Match, type Matcher, matchLine } from "./catalogue/matcher";
import type { Held } from "./recordStore";
import type { LineTime } from "./lineTimes";
import { type Thrown, thrownAbove, thrownIn } from "./thrown";
import type { LogRecord } from "./types";

/** Maximum length of a text that a record keeps, in characters. */
const TEXT_KEPT = 4_000;
const DETAIL_LINES = 80;
/** Maximum number of continuation lines per record that are searched for mentions. */
const MOST_QUOTED = 40;
const DETAIL_LINE_KEPT = 1_000;
const PRETTY_LINES = 500;
const PRETTY_CHARS = 64_000;

const TRACEBACK = "Traceback (most recent call last):";
/** A traceback that begins at the program's first line: nothing caught the exception, so no log call announced it. */
const FIRST_FRAME = /^\s*File ".*", line \d+, in (?:<module>|_run_module_as_main)$/;
const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause)/;
const EXCEPTION = /^((?:[A-Za-z_]\w*(?:\.|::))*[A-Za-z_]\w*)(?:: ?(.*))?$/;
const CONTINUATION = /^(?:\s|[}\])<^]|DETAIL:|HINT:|LINE \d+:|CONTEXT:|Caused by: )/;
/** Java's chain of causes. The last one is the actual error. */
const CAUSED_BY = /^Caused by: ((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)(?:: ?(.*))?$/;

/** An exception with its module is one whatever the level, for example in a traceback that is logged line by line. */
const QUALIFIED = /^[a-z_]\w*(?:\.\w+){1,6}(?:Error|Exception): /;
const SEVERE = new Set(["WARNING", "ERROR", "CRITICAL"]);

/** The message of an exception whose reasons stand below it: pydantic's. */
const ANNOUNCES = /\bvalidation errors? for [\w.]{1,80}$/;

/** The record that lines are currently added to. */
interface Open extends Held {
  match: Omit<Match, "text">;
  /** A traceback that no record announced: its last exception says what happened. */
  isCrash: boolean;
  /** Exceptions and the later lines of their messages, to be searched for mentions. */
  quoted: string[];
}

/**
 * Groups the lines of one log call. Where a line without a header belongs:
 *
 *     none ──Traceback──▶ frames ──exception's line──▶ after ──"During handling …"──▶ chained ──Traceback──▶ frames
 *
 * In `frames` every line up to the exception's line belongs to the traceback. In `after`, lines continue its message
 * until a blank line, a header or a known line. Otherwise (`none`) a line continues the record if it is indented, or if
 * it is unknown and follows a warning or error. Any other line begins a record.
 */
type State = "none" | "frames" | "after" | "chained";

export class RecordAssembler {
  readonly #matcher: Matcher;
  readonly #onRecord: (held: Held) => void;
  #open: Open | undefined;
  #state: State = "none";
  #isHeadered = false;
  /** Lines of a JSON object printed over several lines, starting with the opening one. */
  #pretty: { lines: string[]; number: number; chars: number; closing: string } | undefined;

  constructor(matcher: Matcher, onRecord: (held: Held) => void) {
    this.#matcher = matcher;
    this.#onRecord = onRecord;
  }

  /** `time` is the time from an export. The line's own time takes precedence. */
  line(line: string, number: number, cut: number, time?: LineTime): void {
    const envelope = readEnvelope(line);
    if (time) envelope.time = { ...time, ...envelope.time };
    const text = envelope.texts[0];
    this.#isHeadered = envelope.headered;
    if (this.#pretty && this.#collect(envelope, text)) return;
    if (envelope.headered) this.#begin(envelope, number, cut);
    else if (text === "") this.blank();
    else if (text === "{" && this.#state === "none") this.#pretty = { lines: [text], number, chars: 0, closing: "}" };
    else this.#bare(envelope, text, number, cut);
  }

  /** Ends the message of an exception. Not within a JSON object of several lines. */
  blank(): void {
    if (this.#state === "after") this.#state = "none";
  }

  /** Whether a logger's header began the line that was read last, so that it continues no other. */
  get isHeadered(): boolean {
    return this.#isHeadered;
  }

  /** Whether it is inside a JSON object of several lines. */
  get isInside(): boolean {
    return this.#pretty !== undefined;
  }

  end(): void {
    if (this.#pretty) this.#giveUpPretty();
    this.#close();
  }

  #begin(envelope: Envelope, number: number, cut: number): void {
    this.#close();
    const match = this.#bestMatch(envelope.texts);
    this.#open = openRecord(envelope, match, number, cut);
    this.#state = "none";
    const lines = envelope.stack?.split("\n") ?? [];
    for (const [index, line] of lines.entries()) this.#stackLine(envelope, line, lines[index + 1] ?? "", number);
  }

  /** Handles a line of the error inside a JSON line. Such a line never begins a record. */
  #stackLine(envelope: Envelope, line: string, next: string, number: number): void {
    if (this.#state !== "none" || line.startsWith(TRACEBACK) || CHAINED.test(line))
      return this.#bare({ ...envelope, texts: [line], time: {} }, line, number, 0);
    const thrown = thrownIn(line) ?? thrownAbove(line, next);
    if (thrown && this.#open && !this.#open.record.exception) this.#open.record.exception = kept(thrown);
    this.#continue(line);
  }

  #bestMatch(texts: Envelope["texts"]): Match {
    const best = this.#matcher.match(texts[0]);
    if (best.pattern && best.pattern.id !== best.mentions[0]) return best;
    for (const text of texts.slice(1)) {
      const match = this.#matcher.match(text);
      if (match.pattern && match.pattern.id !== match.mentions[0]) return match;
    }
    return best;
  }

  #bare(envelope: Envelope, text: string, number: number, cut: number): void {
    if (text.startsWith(TRACEBACK)) return this.#traceback(envelope, text, number);
    if (CHAINED.test(text) && this.#open?.record.exception) {
      this.#state = "chained";
      return this.#detail(text);
    }
    if (this.#state === "frames") {
      if (this.#isUncaught(text)) this.#crash(envelope, TRACEBACK, number);
      return this.#frame(text, number);
    }
    if (CONTINUATION.test(text) && this.#open) return this.#continue(text);
    const lone = thrownIn(text);
    // The error that was passed to a logger, printed below its line.
    if (lone && this.#state === "none" && this.#open && this.#isBareError(this.#open.record)) {
      this.#open.record.exception = kept(lone);
      return this.#continue(text);
    }
    const isAnnounced = ANNOUNCES.test(this.#open?.record.exception?.message ?? "");
    if ((this.#state === "after" || isAnnounced) && !lone && !matchLine(text)) return this.#continue(text);
    const match = this.#matcher.match(text);
    // The error before this line spans several lines.
    if (!match.pattern && SEVERE.has(this.#open?.record.level ?? "")) return this.#continue(text);
    this.#close();
    this.#open = openRecord(envelope, match, number, cut);
    if (lone) this.#open.record.exception = kept(lone);
  }

  #isBareError = ({ level, exception, detail }: LogRecord) =>
    SEVERE.has(level ?? "") && !exception && detail.length === 0;

  /** The traceback belongs to the error logged just before, or else it is a separate crash. */
  #traceback(envelope: Envelope, text: string, number: number): void {
    const record = this.#open?.record;
    const belongs =
      record && (!record.exception || this.#state === "chained") && !["INFO", "DEBUG"].includes(record.level ?? "");
    if (!belongs) return this.#crash(envelope, text, number);
    this.#detail(text);
    this.#state = "frames";
  }

  #crash(envelope: Envelope, text: string, number: number): void {
    this.#close();
    this.#open = { ...openRecord(envelope, { text, values: {}, mentions: [] }, number, 0), isCrash: true };
    this.#detail(text);
    this.#state = "frames";
  }

  /**
   * The error before is unrelated: `logger.exception` prints the frames from the function that caught the exception.
   */
  #isUncaught(frame: string): boolean {
    const { record, match, isCrash } = this.#open ?? {};
    if (!record || isCrash || record.detail.at(-1) !== TRACEBACK || !FIRST_FRAME.test(frame)) return false;
    if (match?.pattern?.level === "exception" || record.detail.length > 1) return false;
    record.detail.pop();
    return true;
  }

  #frame(text: string, number: number): void {
    const found = /^\s/.test(text) ? null : EXCEPTION.exec(text);
    this.#detail(text);
    if (!found || !this.#open) return;
    this.#state = "after";
    const { record, quoted } = this.#open;
    record.exception = exceptionOf(found);
    quoted.push(text.slice(0, TEXT_KEPT));
    if (!this.#open.isCrash) return;
    record.text = detach(text.slice(0, TEXT_KEPT));
    record.line = number;
    this.#open.match = this.#matcher.match(text);
  }

  #continue(text: string): void {
    const record = this.#open?.record;
    // A header on a line of its own: the message is below it.
    if (record?.text === "" && record.detail.length === 0 && this.#open) {
      record.text = detach(text.trim().slice(0, TEXT_KEPT));
      this.#open.match = this.#matcher.match(record.text);
      return;
    }
    const isSevere = SEVERE.has(record?.level ?? "");
    const inner =
      record && !record.exception
        ? ((isSevere ? thrownIn(text.trim()) : undefined) ?? thrownAbove(record.text, text))
        : undefined;
    if (inner && record) record.exception = kept(inner);
    const cause = text.startsWith("Caused by: ") ? CAUSED_BY.exec(text) : null;
    if (cause && this.#open) this.#open.record.exception = exceptionOf(cause);
    this.#detail(text);
    if (this.#open && this.#open.quoted.length < MOST_QUOTED) this.#open.quoted.push(text.slice(0, TEXT_KEPT));
  }

  #detail(text: string): void {
    const detail = this.#open?.record.detail;
    if (!detail) return;
    // The end of a long traceback says more than its middle.
    if (detail.length >= DETAIL_LINES) detail.splice(DETAIL_LINES / 2, 1);
    detail.push(detach(text.slice(0, DETAIL_LINE_KEPT)));
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    this.#state = "none";
    if (!open) return;
    const { record, quoted } = open;
    let { match } = open;
    if (quoted.length > 0) {
      match = { ...match, values: { ...match.values }, mentions: [...match.mentions] };
      for (const text of quoted) addMentions(match, text);
    }
    record.values = match.values;
    record.mentions = match.mentions;
    if (match.pattern) record.pattern = match.pattern;
    // A logger that prints nothing but the error.
    const isNamed = SEVERE.has(record.level ?? "") || QUALIFIED.test(record.text);
    const own = !record.exception && isNamed ? thrownIn(record.text) : undefined;
    if (own) record.exception = kept(own);
    this.#onRecord({ record, time: open.time });
  }

  /** Adds a line of a JSON object. Returns false if the line turns out not to be part of it. */
  #collect(envelope: Envelope, text: string): boolean {
    const pretty = this.#pretty;
    if (!pretty) return false;
    const tooLong = pretty.lines.length >= PRETTY_LINES || pretty.chars > PRETTY_CHARS;
    if ((envelope.headered && !text.startsWith('"')) || tooLong) {
      this.#giveUpPretty();
      return false;
    }
    pretty.lines.push(text);
    pretty.chars += text.length;
    if (text === pretty.closing || text === `${pretty.closing},`)
      this.#finishPretty(pretty.lines.join("\n"), pretty.number);
    return true;
  }

  #finishPretty(json: string, number: number): void {
    this.#pretty = undefined;
    const envelope = readJson(json);
    if (envelope.headered) return this.#begin(envelope, number, 0);
    for (const line of json.split("\n")) {
      if (this.#open) this.#continue(line);
      else this.#bare({ ...envelope, texts: [line] }, line, number, 0);
    }
  }

  #giveUpPretty(): void {
    const { lines, number } = this.#pretty ?? { lines: [], number: 0 };
    this.#pretty = undefined;
    for (const [index, line] of lines.entries()) {
      if (this.#open) this.#continue(line);
      else this.#bare({ time: {}, texts: [line], headered: false }, line, number + index, 0);
    }
  }
}

function openRecord(envelope: Envelope, match: Match, line: number, cut: number): Open {
  const record: LogRecord = {
    line,
    text: match.text.length > TEXT_KEPT ? detach(match.text.slice(0, TEXT_KEPT)) : match.text,
    values: {},
    mentions: [],
    beforeSend: false,
    detail: [],
  };
  if (envelope.level !== undefined) record.level = envelope.level;
  if (envelope.logger !== undefined) record.logger = detach(envelope.logger);
  if (envelope.process !== undefined) record.process = detach(envelope.process);
  if (envelope.named !== undefined) record.named = detach(envelope.named);
  const cutChars = cut + Math.max(0, match.text.length - TEXT_KEPT);
  if (cutChars > 0) record.cutChars = cutChars;
  return { record, time: envelope.time, match, isCrash: false, quoted: [] };
}

const kept = ({ type, message }: Thrown): Thrown => ({
  type: detach(type),
  message: detach(message.slice(0, TEXT_KEPT)),
});

const exceptionOf = (found: RegExpExecArray) => kept({ type: found[1] ?? "", message: found[2] ?? "" });
