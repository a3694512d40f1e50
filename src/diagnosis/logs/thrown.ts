/** An error as a runtime prints it. */
export interface Thrown {
  type: string;
  message: string;
}

/** `ValueError: …`, `com.acme.SendException: …`, `Aws::SQS::Errors::AccessDenied: …`, `App\SendException: …` */
const NAMED = /^((?:[A-Za-z_]\w*(?:\.|::|\\))*[A-Z]\w*(?:Error|Exception|Exit)|(?:[A-Z]\w*::)+[A-Z]\w*): (.*)$/;
/** Python's, whose module tells that it is one: `psycopg_pool.PoolTimeout: …`, `django.core.exceptions.DisallowedHost: …` */
const OF_MODULE =
  /^((?:psycopg\w*|asyncpg|sqlite3|redis|httpx|httpcore|aiohttp|kombu|celery|billiard|botocore|twilio|vonage)(?:\.\w+)*\.[A-Z]\w+|(?:[a-z_]\w*\.)+_?(?:exceptions?|errors?|exc|err)\.[A-Z]\w+)(?:: (.*))?$/;

/** How runtimes announce an error that nothing caught. */
const announced: readonly RegExp[] = [
  // Java
  /^Exception in thread "[^"]{0,80}" ([\w.$]+)(?:: (.*))?$/,
  // .NET
  /^Unhandled exception\. ([\w.]+)(?:: (.*))?$/i,
  // PHP
  /^(?:PHP )?Fatal error: {1,3}Uncaught ([\w\\]+): (.*)$/,
  // Elixir
  /^\*\* \(([\w.]+)\) (.*)$/,
  // Go
  /^(panic): (.*)$/,
  // Node
  /^Uncaught (\w*(?:Error|Exception)): (.*)$/,
  // Deno
  /^error: Uncaught (?:\(in promise\) )?(\w+): (.*)$/,
  // Bun
  /^(ConnectionRefused|ConnectionClosed|ConnectionReset|FailedToOpenSocket): (.*)$/,
];

/** Rust's panic, with its message in quotes or on the next line. */
const RUST = /^thread '[^']{1,80}'(?: \(\d+\))? panicked at (?:'(.*)', )?\S+:\d+:\d+:?$/;

/** Node's `util.inspect` of an error: `{ Error: … `, `[UnknownEndpoint: …]`. */
const INSPECTED = /^[{[] ?\[?([A-Z]\w*(?:Error|Exception|Endpoint)|Error)(?: \[\w+\])?: ([^\]]*)\]?/;

/** Only frames below it tell Node's `Error: …` and `AccessDenied: …` from a program's own words. */
const PLAIN = /^([A-Z]\w{2,60}(?:\.[A-Z]\w{2,60}){0,4})(?: \[\w+\])?: (.*)$/;
const FRAME = /^\s+at (?:async )?\S.*[:(]/;

const thrown = (found: RegExpExecArray | null): Thrown | undefined =>
  found ? { type: found[1] ?? "", message: found[2] ?? "" } : undefined;

/** The error that a line on its own reports, if it reports one. */
export function thrownIn(text: string): Thrown | undefined {
  const named = thrown(NAMED.exec(text) ?? OF_MODULE.exec(text));
  if (named) return named;
  if (!/^(?:Ex|Un|PHP|Fa|error: U|Con|\*\*|pa|th|[{[])/.test(text)) return undefined;
  const rust = RUST.exec(text);
  if (rust) return { type: "panic", message: rust[1] ?? "" };
  return announced.map((form) => thrown(form.exec(text))).find(Boolean) ?? thrown(INSPECTED.exec(text));
}

/** The error of a line that a frame of Node's follows. */
export const thrownAbove = (text: string, frame: string): Thrown | undefined =>
  FRAME.test(frame) ? thrown(PLAIN.exec(text)) : undefined;
