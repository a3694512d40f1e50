/**
 * Templates of log lines: `{name}` is any text, `{}` is any text that is not extracted, `{name:type}` is only what the
 * type allows. Whole lines are matched piece by piece with indexOf, so a megabyte of text takes one pass. A regular
 * expression with several lazy groups cannot guarantee that.
 */
export type HoleType = keyof typeof holeWords | keyof typeof holeSources;

type Part = { text: string } | { name: string; type?: HoleType };

/** Types that are one of a fixed list of words. */
export const holeWords = {
  awsCode: [
    "AWS.SimpleQueueService.NonExistentQueue",
    "NonExistentQueue",
    "QueueDoesNotExist",
    "KMS.AccessDeniedException",
    "KMS.DisabledException",
    "KMS.NotFoundException",
    "KmsAccessDenied",
    "AccessDeniedException",
    "AccessDenied",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "MissingAuthenticationToken",
    "ExpiredTokenException",
    "ExpiredToken",
    "RequestExpired",
    "OverLimit",
    "RequestThrottled",
    "NoCredentialsError",
    "CredentialsProviderError",
    "EndpointConnectionError",
    "ConnectTimeoutError",
  ],
  solapiCode: [
    "InvalidAPIKey",
    "SignatureDoesNotMatch",
    "RequestTimeTooSkewed",
    "DuplicatedSignature",
    "NotEnoughBalance",
    "QuotaExceeded",
    "TooManyRequests",
    "RecipientsTooMany",
    "GroupInProcessing",
    "TemplateNotApproved",
    "MessagesNotFound",
    "UnknownError",
    "ApiKeyError",
  ],
  ppurioCode: ["ppurio_token_failed", "invalid_sender_profile_format", "ppurio_not_configured"],
  timeoutName: [
    "timed out",
    "ReadTimeout",
    "ConnectTimeout",
    "WriteTimeout",
    "PoolTimeout",
    "TimeoutException",
    "TimeoutError",
    "ETIMEDOUT",
  ],
  dnsFailure: [
    "Temporary failure in name resolution",
    "Name or service not known",
    "nodename nor servname provided",
    "No address associated with hostname",
    "ENOTFOUND",
    "EAI_AGAIN",
  ],
  pgState: ["starting up", "shutting down", "in recovery mode"],
  dbError: [
    "OperationalError",
    "InterfaceError",
    "ProgrammingError",
    "IntegrityError",
    "DatabaseError",
    "DataError",
    "InternalError",
  ],
  redisAuth: ["NOAUTH", "WRONGPASS", "MISCONF", "NOPERM"],
} as const;

const holeSources = {
  digits: "\\d+",
  word: "[^\\s'\"(),;]+",
  quoted: "[^\\s'\",;()]+",
  /** The separator between a key and its value in JSON, Python's repr and `key=value`. */
  sep: "['\"]?\\s*[=:]\\s*['\"]?",
  name: "[\\w.-]+",
  /** A host name or address, including colons. */
  host: "[\\w.:\\[\\]-]{1,60}?",
  python: "(?:[^\\s:]*/)?python[\\d.]*",
  solapiStatus: "[1-4]\\d{3}(?!\\d)",
} as const;

const isWordType = (type: HoleType): type is keyof typeof holeWords => type in holeWords;

function parseTemplate(template: string): Part[] {
  const parts: Part[] = [];
  let position = 0;
  for (const hole of template.matchAll(/\{(\w*)(?::(\w+))?\}/g)) {
    if (hole.index > position) parts.push({ text: template.slice(position, hole.index) });
    parts.push({ name: hole[1] ?? "", type: hole[2] as HoleType | undefined });
    position = hole.index + hole[0].length;
  }
  if (position < template.length) parts.push({ text: template.slice(position) });
  return parts;
}

export const holeNames = (template: string): string[] =>
  parseTemplate(template).flatMap((part) => ("name" in part && part.name ? [part.name] : []));

/** Number of literal characters. If two templates match, the one with more is more specific. */
export const literalLength = (template: string): number =>
  parseTemplate(template).reduce((sum, part) => sum + ("text" in part ? part.text.length : 0), 0);

/** Extras that some callers append to a line: ` trace_id=7f3a91 attempt=2`. */
const EXTRAS = /^(?: [A-Za-z_][\w.]*=\S+)+$/;
const EXTRAS_AFTER_WORD = /^(\S+)((?: [A-Za-z_][\w.]*=\S+)+)$/;

/** Holes whose value never contains a space. If such a hole comes last, the text after it is extras. */
const WORD_HOLES = new Set(["to", "group_id", "message_id", "job_id", "tenant_id", "log_id", "region", "path", "port"]);

export type LineMatcher = (text: string) => Record<string, string> | undefined;

/** Compiles a matcher of whole lines. The matcher returns undefined for any other line. */
export function compileLine(template: string): LineMatcher {
  const parts = parseTemplate(template);
  const runs = parts.map((part) => ("name" in part && part.type ? new RegExp(sourceOf(part.type), "y") : undefined));
  return (text) => {
    const values: Record<string, string> = {};
    let position = 0;
    let open: string | undefined;
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index] as Part;
      if ("text" in part) {
        const isLast = index === parts.length - 1;
        const start = open === undefined ? at(text, part.text, position) : find(text, part.text, position, isLast);
        if (start < 0) return undefined;
        if (open) values[open] = text.slice(position, start);
        open = undefined;
        position = start + part.text.length;
        continue;
      }
      const run = runs[index];
      if (run === undefined) {
        open = part.name;
      } else {
        run.lastIndex = position;
        const value = run.exec(text)?.[0];
        if (value === undefined) return undefined;
        values[part.name] = value;
        position += value.length;
      }
    }
    if (open !== undefined) return open === "" ? values : withLastHole(values, open, text.slice(position));
    if (position === text.length) return values;
    const rest = text.slice(position, position + 2_000);
    return EXTRAS.test(rest) ? { ...extrasOf(rest), ...values } : undefined;
  };
}

const at = (text: string, literal: string, position: number) => (text.startsWith(literal, position) ? position : -1);

function find(text: string, literal: string, from: number, isLast: boolean): number {
  if (isLast && text.endsWith(literal) && text.length - literal.length >= from) return text.length - literal.length;
  return text.indexOf(literal, from);
}

function withLastHole(values: Record<string, string>, name: string, value: string): Record<string, string> {
  const found = WORD_HOLES.has(name) && value.length < 2_000 ? EXTRAS_AFTER_WORD.exec(value) : null;
  if (found) Object.assign(values, extrasOf(found[2] ?? ""));
  values[name] = found?.[1] ?? value;
  return values;
}

function extrasOf(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const pair of text.trim().split(" ")) {
    const at = pair.indexOf("=");
    values[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return values;
}

/**
 * A regular expression that finds the template anywhere in a text. Its free text has a length limit, so matching stays
 * linear.
 */
export function compileMention(template: string): RegExp {
  const parts = parseTemplate(template);
  const isFree = (part: Part | undefined) => part !== undefined && "name" in part && part.name === "" && !part.type;
  if (isFree(parts[0])) parts.shift();
  if (isFree(parts.at(-1))) parts.pop();
  const sources = parts.map((part, index) => {
    if ("text" in part) return escape(part.text);
    const source = part.type ? sourceOf(part.type) : index === parts.length - 1 ? ".*" : ".{0,300}?";
    const group = part.name ? `(?<${part.name}>${source})` : `(?:${source})`;
    return part.type === "quoted" ? `['"]?${group}['"]?` : group;
  });
  return new RegExp(sources.join(""));
}

/** Literal texts of the template. A text that contains the mention contains at least one of them. */
export function needlesOf(template: string): readonly string[] {
  const parts = parseTemplate(template);
  const texts = parts.flatMap((part) => ("text" in part ? [part.text] : []));
  const longest = texts.reduce((best, text) => (text.length > best.length ? text : best), "");
  if (longest.length > 0) return [longest];
  return parts.flatMap((part) =>
    "type" in part && part.type && isWordType(part.type) ? [...holeWords[part.type]] : [],
  );
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function sourceOf(type: HoleType): string {
  return isWordType(type) ? `(?<![A-Za-z])(?:${holeWords[type].map(escape).join("|")})` : holeSources[type];
}
