import pc from "picocolors";
import { codeOf } from "../common/errors";
import { visibleJson, visibleLine } from "../common/shown/visibleText";
import type { Failure } from "./failures";

/** Where a command writes. With `--json`, texts are left out and `json` is the only thing on stdout. */
export interface Output {
  readonly isJson: boolean;
  line(text?: string): void;
  json(value: unknown): void;
  /** One of many values, on a line of its own: the reader of a stream cannot wait for its end. */
  jsonLine(value: unknown): void;
  /** On stderr, in every format. */
  problem(message: string, nextStep?: string): void;
  /** Why the command failed: on stderr unless `isSaid`, and with `--json` also as JSON. */
  failure(failure: Failure, isSaid?: boolean): void;
}

export function createOutput(isJson: boolean): Output {
  const problem = (message: string, nextStep?: string) => {
    process.stderr.write(`${pc.red("✖")} ${visibleLine(message)}\n`);
    if (nextStep) process.stderr.write(`  ${visibleLine(nextStep)}\n`);
  };
  const json = (value: unknown) => {
    if (isJson) process.stdout.write(`${visibleJson(JSON.stringify(value, null, 2))}\n`);
  };
  return {
    isJson,
    line: (text = "") => {
      if (!isJson) process.stdout.write(`${visibleLine(text)}\n`);
    },
    json,
    jsonLine: (value) => {
      if (isJson) process.stdout.write(`${visibleJson(JSON.stringify(value))}\n`);
    },
    problem,
    failure: ({ code, message, hint }, isSaid = false) => {
      if (!isSaid) problem(message, hint);
      json({ version: 1, error: { code, message, hint: hint ?? null } });
    },
  };
}

/** The exit code that shells report for a program killed by SIGPIPE. */
const BROKEN_PIPE = 128 + 13;

/** Ends the process when the reader closes the pipe (`… | head -1`). That is no failure worth a message. */
export function endWithReader(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error) => {
      if (codeOf(error) !== "EPIPE") throw error;
      process.exit(BROKEN_PIPE);
    });
  }
}

/** Pads to columns that stay aligned with Korean letters, which are two terminal cells wide. */
export function padCells(text: string, cells: number): string {
  return text + " ".repeat(Math.max(0, cells - cellsOf(text)));
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += WIDE.test(character) ? 2 : 1;
  return cells;
}
