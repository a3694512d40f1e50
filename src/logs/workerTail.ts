import * as l10n from "@vscode/l10n";
import { messageOf } from "../common/errors";
import { createLineMask, maskStart, maskText } from "../common/masking";
import type { LogLine } from "../runtime/stack/lineBuffer";
import type { StackSnapshot } from "../runtime/stack/stackSnapshot";
import type { TailEntry } from "../targets/environment";
import type { FollowedLog } from "../operations/log/openLog";
import { formatDuration } from "../common/durations";
import type { Annotation, Annotator, Severity } from "./annotator";
import { MEANING_MARK } from "./annotationMark";
import { FloodFolder, shapeOf } from "./floodFolder";
import type { Fold } from "./floodFolder";

/** The tail's output: an output channel, or a list in tests. */
export interface TailSink {
  write(severity: Severity, text: string): void;
  clear(): void;
}

export type TailStatus = StackSnapshot["worker"];

/** Selects one message: a line belongs to it if it contains one of its IDs. */
export interface TailFilter {
  title: string;
  ids: readonly string[];
  /** Milliseconds since the Unix epoch. No line of the message is older. */
  since: number;
}

/** Earlier lines shown when the tail opens. */
const LINES_BEFORE = 200;

/** How often the tail checks for ended floods while lines come. */
const CHECK_EVERY_MS = 1_000;

/** A line that arrives later than this after it was printed shows its own time. */
const LATE_MS = 2_000;

/**
 * Follows the worker's log across restarts of the worker, and of the stack or the engine it runs in.
 *
 *     idle ─follow─▶ following ─stream ended─▶ waiting ─follow (the stack is back)─▶ following
 *       ▲               └───────────stop──────────┴──────────▶ idle
 *
 * `filter` restarts the current log. Every state change leaves a mark among the lines.
 */
export class WorkerTail {
  readonly #sink: TailSink;
  readonly #annotator: Annotator;
  readonly #now: () => number;
  readonly #folder = new FloodFolder();
  readonly #maskLine = createLineMask(maskText);
  #filter: TailFilter | undefined;
  #source: FollowedLog | undefined;
  #abort: AbortController | undefined;
  #lastSeq = 0;
  #position: string | undefined;
  #lastAt: number | undefined;
  /** The process ID of the worker, if known. */
  #pid: number | undefined;
  /** The end of the process was reported, and no line has come since. */
  #isDown = false;
  /** The interruption of the log was reported, and no line has come since. */
  #isCut = false;
  /** When the tail last checked for ended floods, in log time. */
  #checkedAt = 0;
  #flush: NodeJS.Timeout | undefined;

  constructor(sink: TailSink, annotator: Annotator, now: () => number = Date.now) {
    this.#sink = sink;
    this.#annotator = annotator;
    this.#now = now;
  }

  get isFollowing(): boolean {
    return this.#abort !== undefined;
  }

  get filter(): TailFilter | undefined {
    return this.#filter;
  }

  /** Resolves when the log ends: after `stop`, after a new `follow`, or with the stack. Never throws. */
  async follow(source: FollowedLog): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    // Line numbers count from the stack's start, so another stack starts over.
    const isNew = source !== this.#source;
    this.#source = source;
    try {
      if (isNew) await this.#begin(source);
      for await (const entry of source.tail(this.#position, abort.signal, this.#filter?.since)) {
        if (abort.signal.aborted) return;
        if (entry.kind === "gap") this.#tellGap(entry);
        else {
          if (entry.kind === "line") this.#position = entry.position;
          this.#take(entry.line, source.isNumbered);
        }
      }
      if (!abort.signal.aborted) this.#tellCut(endText(source));
    } catch (error) {
      if (!abort.signal.aborted) this.#tellCut(cutText(source, messageOf(error)));
    } finally {
      if (this.#abort === abort) this.#abort = undefined;
    }
  }

  stop(): void {
    if (this.#abort) this.#mark("info", l10n.t("the tail was stopped"));
    this.#abort?.abort();
    this.#abort = undefined;
    this.#source = undefined;
    this.#pid = undefined;
    this.#isDown = false;
    clearTimeout(this.#flush);
    this.#folder.clear();
  }

  /**
   * Shows only one message, from the oldest kept line on. Undefined shows everything again. Resolves when the log ends.
   */
  async showOnly(filter: TailFilter | undefined, source: FollowedLog): Promise<void> {
    this.#filter = filter;
    this.#abort?.abort();
    this.#source = undefined;
    this.#folder.clear();
    this.#sink.clear();
    if (filter) this.#mark("info", l10n.t("only the lines of {0}", filter.title));
    await this.follow(source);
  }

  /** Receives the status of the worker's process. Marks its end, with the exit code, and its restart. */
  note(worker: TailStatus): void {
    const before = this.#pid;
    this.#pid = worker.pid ?? this.#pid;
    if (before === undefined || !this.isFollowing) return;
    if (worker.state === "restarting" || worker.state === "exited" || worker.state === "stopped") {
      if (!this.#isDown) this.#tellEnd(before, worker);
      this.#isDown = true;
    } else if (this.#pid !== before && !this.#isDown) {
      // The worker ended and restarted between two checks.
      this.#tellEnd(before, worker);
      this.#mark("info", l10n.t("the worker is running again as process {0}", worker.pid ?? "?"));
    } else if (worker.state === "running") this.#isDown = false;
  }

  /** Reports an interruption once, however many retries follow. */
  #tellCut(text: string): void {
    if (!this.#isCut) this.#mark("warning", text);
    this.#isCut = true;
  }

  #tellEnd(pid: number, worker: TailStatus): void {
    const how = endingOf(worker);
    if (how === undefined) this.#mark("warning", l10n.t("the worker, process {0}, was stopped", pid));
    else this.#mark("error", l10n.t("the worker, process {0}, ended with {1}", pid, how));
  }

  async #begin(source: FollowedLog): Promise<void> {
    this.#position = await source.begin(this.#filter ? Infinity : LINES_BEFORE);
    this.#lastSeq = source.isNumbered ? Number(this.#position) : 0;
  }

  /** Reports what happened to the worker between two lines, according to the engine. */
  #tellGap(gap: Gap): void {
    const isWorse = gap.reason === "stopped" || gap.reason === "engine-gone";
    this.#mark(isWorse ? "warning" : "info", gapText(gap));
  }

  #take(line: LogLine, isNumbered: boolean): void {
    const { seq, at, text } = line;
    if (isNumbered && this.#lastSeq > 0 && seq > this.#lastSeq + 1) {
      this.#mark("warning", l10n.t("lines missing here: {0}", seq - this.#lastSeq - 1));
    }
    this.#lastSeq = seq;
    this.#isCut = false;
    if (this.#isDown) {
      this.#isDown = false;
      const silence = formatDuration(Math.max(0, at - (this.#lastAt ?? at)));
      this.#mark("info", l10n.t("the worker runs again, {0} after its last line", silence));
    }
    this.#lastAt = at;
    const annotation = this.#annotator.annotate(text);
    if (this.#filter) {
      if (this.#filter.ids.some((id) => text.includes(id))) this.#write(line, annotation);
      return;
    }
    const kind = annotation.known?.patternId ?? shapeOf(annotation.text);
    if (at - this.#checkedAt >= CHECK_EVERY_MS) {
      this.#checkedAt = at;
      for (const fold of this.#folder.ended(at)) this.#tellFold(fold);
    }
    const { show, fold } = this.#folder.take(kind, annotation.severity, annotation.text, at);
    if (show) this.#write(line, annotation);
    if (fold) this.#tellFold(fold);
    if (!show) this.#flushLater();
  }

  #write({ at, text }: LogLine, { severity, isHeadered, known, text: message }: Annotation): void {
    const time = this.#now() - at > LATE_MS ? `${timeOf(at)} ` : "";
    const tag = known ? `[${known.layerTitle}] ` : isHeadered ? "[Worker] " : "";
    const meaning = known ? `${MEANING_MARK}${known.meaning}` : "";
    const shown = isHeadered || known ? message : text;
    this.#sink.write(severity, `${tag}${time}${this.#maskLine(shown)}${meaning}`);
  }

  #tellFold({ severity, text, count, perSecond }: Fold): void {
    const line = maskStart(text, 160);
    this.#sink.write(severity, l10n.t("… {0} more like this, {1} a second: {2}", count, perSecond, line));
  }

  /** Reports the end of a flood even if no more lines come. */
  #flushLater(): void {
    clearTimeout(this.#flush);
    const end = this.#folder.nextEnd;
    if (end === undefined) return;
    const waitMs = Math.max(0, end - this.#now());
    this.#flush = setTimeout(() => {
      for (const fold of this.#folder.ended(Math.max(end, this.#now()))) this.#tellFold(fold);
    }, waitMs);
    this.#flush.unref();
  }

  #mark(severity: Severity, text: string): void {
    this.#sink.write(severity, `──── ${text} ────`);
  }
}

type Gap = Extract<TailEntry, { kind: "gap" }>;

function gapText({ reason, exitCode, oomKilled }: Gap): string {
  switch (reason) {
    case "stopped": {
      if (exitCode === undefined) return l10n.t("the worker ended");
      const code = l10n.t("exit code {0}", exitCode);
      return l10n.t("the worker ended with {0}", oomKilled ? l10n.t("{0}, out of memory", code) : code);
    }
    case "restarted":
      return l10n.t("the worker was started again");
    case "recreated":
      return l10n.t("the worker's container was recreated");
    case "renamed":
      return l10n.t("the worker's container was renamed");
    case "engine-gone":
      return l10n.t("the container engine is gone; waiting for it to come back");
    case "engine-back":
      return l10n.t("the container engine is back");
    case "rotated":
      return l10n.t("the log file was rotated");
  }
}

const endText = ({ origin }: FollowedLog) =>
  origin === undefined
    ? l10n.t("the local stack ended; waiting for it to come back")
    : l10n.t("the log of {0} ended", origin);

const cutText = ({ origin }: FollowedLog, why: string) =>
  origin === undefined
    ? l10n.t("the log was cut off, waiting for the local stack: {0}", why)
    : l10n.t("the log of {0} was cut off: {1}", origin, why);

/** How a process ended. Undefined if the stop was requested. */
function endingOf({ exitCode, signal, state }: TailStatus): string | undefined {
  if (state === "stopped") return undefined;
  if (signal) return signal;
  return exitCode === undefined ? undefined : l10n.t("exit code {0}", exitCode);
}

const timeOf = (at: number): string => new Date(at).toTimeString().slice(0, 8);
