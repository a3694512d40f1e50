import type { LogParserOptions, ParsedLog } from "./types";

export type { LogParserOptions, LogPattern, LogRecord, LogSource, ParsedLog } from "./types";

/** Reads a raw log as it comes, in any chunks. */
export class LogParser {
  constructor(private readonly options: LogParserOptions) {}

  push(_chunk: string | Uint8Array): void {}

  end(): ParsedLog {
    return {
      source: this.options.source,
      totalLines: 0,
      records: [],
      unknown: { count: 0, samples: [] },
      floods: [],
      timezone: { offsetMinutes: 540, certain: false },
      truncated: false,
    };
  }
}

/** The whole log at once. */
export function parseLog(text: string, options: LogParserOptions): ParsedLog {
  const parser = new LogParser(options);
  parser.push(text);
  return parser.end();
}
