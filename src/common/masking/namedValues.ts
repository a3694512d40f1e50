import { isSecretName } from "./secretNames";

/** A quote as written in Python, JSON, nested JSON, CSV, a URL and HTML. */
const QUOTE = String.raw`""|\\{0,7}["']|%22|%27|&quot;|&apos;|&#0?3[49];|&#x2[27];`;

/** What separates a name from its value: an assignment, an HTML table or element, a pair in brackets, a sentence. */
const BETWEEN = String.raw`\s{0,9}(?:%20)?(?:[=-](?:>|&gt;)|:=|={1,3}|:|%3d%3e|%3[ad])(?:%20|\+)?\s{0,9}|<\/t[dh]>\s{0,9}<td[^>\n]{0,99}>\s{0,9}(?:<pre>)?|>|,\s{0,3}(?=["'])|\s{1,3}(?:is|was)\s{1,3}|(?<=--[\w-]{1,60})[ \t]{1,3}`;
const NAMED = new RegExp(
  String.raw`(?<![\w가-힣-])-{0,2}(?<name>[\w가-힣][\w가-힣-]*)(?<quote>${QUOTE})?(?<between>${BETWEEN})`,
  "gi",
);
const OPEN = new RegExp(String.raw`[bru]{0,2}(?<quote>${QUOTE})`, "iy");
/** Up to the next parameter or attribute. */
const UNQUOTED = /(?:(?![;&,](?:amp;)?[\w.-]{1,60}(?:=|:|%3d))[^\s"'<>])+/iy;
const TO_THE_QUOTE = /[^\n"'<]+/y;
const LIST = /\[\s{0,9}\\{0,7}["'][^\]\n]*/y;
const CLOSED = /^(?:\s{0,9}[,;:)}\]&<>]|\s|$|\\n|["']|%[0-9a-f]{2})/i;
/** How many trailing characters of a value may be stripped. */
const TAIL = 20;
/** How much of a line is searched for a person's words. */
const BEGINNING = 500;

/** Names whose values are message text (`WRITTEN_NAME`) or a person's name. */
const WRITTEN_NAME = /^(?:text|raw_?body|raw_?subject|subject|message_?body|sms_?body|본문)$/i;
const PERSON_NAME =
  /(?:^|_)(?:student|parent|child|recipient|receiver|guardian|customer|member|pupil|first|last|full)_?name$|^(?:이름|성명|성함|학생명|수신자명|보호자명|고객명)$/i;
const HEADER_NAME = /(?:authorization|cookie)$/i;

/** Placeholders for a missing value, and masked values. */
const NO_VALUE =
  /^(?:none|null|nil|undefined|true|false|yes|no|required|missing|invalid|expired|empty|unset|set|not|\*+)$/i;
/** A validator's sentences about a field; the backend's own about an empty text is kept as a whole only. */
const VALIDATOR =
  /^(?:this field|not a valid|a valid|ensure|enter|may not|invalid|이 필드|이 항목|필수|유효|올바른|[^"']{0,40}필수|직접 입력 본문을 넣거나 템플릿을 선택해 주세요\.?$)/i;

export const isWrittenName = (name: string): boolean => WRITTEN_NAME.test(name);

/** A complaint about a message text: the validator's sentence up to what it quotes, else nothing. */
export function maskWritten(complaint: string): string {
  if (!VALIDATOR.test(complaint)) return "****";
  const quote = complaint.search(/["'“‘「`]/);
  return quote < 0 ? complaint : `${complaint.slice(0, quote)}****`;
}

/** What is shown of a field's value because of the field's name; undefined where the name tells nothing. */
export function maskNamedValue(name: string, value: string): string | undefined {
  if (value === "" || NO_VALUE.test(value)) return value;
  if (WRITTEN_NAME.test(name)) return maskWritten(value);
  return isSecretName(name) || PERSON_NAME.test(name) ? "****" : undefined;
}

/** Strips the rest of an escape sequence before the name: `\\tpwd`, `%20pwd`. */
function bareName(name: string, before: string): string {
  if (before.endsWith("\\")) return name.replace(/^(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[nrtfvb])(?=.)/i, "");
  return before.endsWith("%") ? name.replace(/^[0-9a-f]{2}(?=.)/i, "") : name;
}

/** What stands before the name of a secret in its ARN, and before the colon of AWS's "registry auth: …": no value follows. */
const NO_VALUE_FOLLOWS = /secretsmanager:[\w-]{0,20}:\d{0,12}:$|\bor registry $/;
const LONGEST_BEFORE = 60;

type Kind = "secret" | "written" | "person";

function kindOf({ name, quote, between }: Record<string, string>, before: string): Kind | undefined {
  if (between === ">" && !/(?:<|&lt;)$/.test(before)) return undefined;
  if (between!.startsWith(",") && !(quote && /[([]["']$/.test(before))) return undefined;
  if (isSecretName(name!)) return "secret";
  if (name!.toLowerCase() === "key" && between === "=" && /[?&;]$/.test(before)) return "secret";
  if (/^(?:refresh|access)$/.test(name!) && quote) return "secret";
  if (WRITTEN_NAME.test(name!)) return /(?:error|status|reply) $/i.test(before) ? undefined : "written";
  return PERSON_NAME.test(name!) ? "person" : undefined;
}

const matchAt = (pattern: RegExp, text: string, index: number) => {
  pattern.lastIndex = index;
  return pattern.exec(text);
};

/** The end of the quoted value that starts at `from`; `lineEnd` where the quote is not closed. */
function endOfQuoted(text: string, from: number, quote: string, lineEnd: number): number {
  for (let end = text.indexOf(quote, from); end >= 0 && end < lineEnd; end = text.indexOf(quote, end + 1)) {
    const isEscaped = !quote.startsWith("\\") && text[end - 1] === "\\" && text[end - 2] !== "\\";
    if (!isEscaped && CLOSED.test(text.slice(end + quote.length, end + quote.length + 11))) return end;
  }
  return lineEnd;
}

function maskedQuoted(kind: Kind, name: string, value: string): string {
  if (value === "" || NO_VALUE.test(value)) return value;
  if (kind === "written" && VALIDATOR.test(value)) return value;
  const scheme = HEADER_NAME.test(name) ? /^[A-Za-z][\w-]{1,20}\s+(?=\S)/.exec(value)?.[0] : undefined;
  return `${scheme ?? ""}****`;
}

/** Strips trailing brackets, commas and escaped line ends. */
function withoutTail(run: string): string {
  let end = run.length;
  const isTail = () => ")]},;\\".includes(run[end - 1]!) || (run[end - 1] === "n" && run[end - 2] === "\\");
  while (end > 0 && end > run.length - TAIL && isTail()) end--;
  return run.slice(0, end);
}

/** The end of an unquoted value and its replacement; undefined where nothing needs masking. */
function unquoted(text: string, from: number, kind: Kind, name: string, between: string): [number, string] | undefined {
  if (kind === "written") {
    const beginning = text.slice(from, from + BEGINNING);
    if (!/^[^\n"'<]*[가-힣]/.test(beginning) || VALIDATOR.test(beginning)) return undefined;
    return [from + matchAt(TO_THE_QUOTE, text, from)![0].length, "****"];
  }
  if (kind === "secret" && HEADER_NAME.test(name) && /[:>=]/.test(between)) {
    const line = /[{[]/.test(text.charAt(from)) ? undefined : matchAt(TO_THE_QUOTE, text, from)?.[0].trimEnd();
    if (line === undefined) return undefined;
    return [from + line.length, maskedQuoted(kind, name, line)];
  }
  const run = matchAt(UNQUOTED, text, from)?.[0];
  if (run === undefined || /^[{[(]/.test(run)) return undefined;
  const bare = withoutTail(run);
  if (bare === "" || NO_VALUE.test(bare.replace(/[.,]$/, ""))) return undefined;
  if (/\s(?:is|was)\s/.test(between) && !/\d/.test(bare)) return undefined;
  return [from + bare.length, "****"];
}

/** The same for a list of quoted values, up to its bracket or the end of the line. */
function listed(text: string, from: number, kind: Kind): [number, string] | undefined {
  const list = matchAt(LIST, text, from)?.[0];
  if (list === undefined) return undefined;
  const words = list.replace(/^\[\s*\\*["']/, "");
  if (VALIDATOR.test(words) || (kind === "secret" && /^[^"'\s]*\s[^"'\\]*\.\\{0,7}["']/.test(words))) return undefined;
  return [from + list.length, "[****"];
}

/** Replaces values of variables, headers, fields and parameters with `****` where the name is secret or personal. */
export function maskNamedValues(text: string): string {
  const parts: string[] = [];
  let end = 0;
  let lineEnd = -1;
  NAMED.lastIndex = 0;
  for (let match = NAMED.exec(text); match; match = NAMED.exec(text)) {
    const groups = match.groups as Record<string, string>;
    const before = text.slice(Math.max(0, match.index - 8), match.index);
    const { between } = groups as { between: string };
    const name = bareName(groups["name"]!, before);
    const isNoValue = NO_VALUE_FOLLOWS.test(text.slice(Math.max(0, match.index - LONGEST_BEFORE), match.index));
    const kind = isNoValue ? undefined : kindOf({ ...groups, name }, before);
    const from = match.index + match[0].length;
    // The word after this name may be a name itself.
    if (kind === undefined) {
      NAMED.lastIndex = Math.max(match.index + 1, from - between.length);
      continue;
    }
    const open = matchAt(OPEN, text, from);
    let found: [number, string] | undefined;
    if (open) {
      const start = from + open[0].length;
      if (lineEnd < start) lineEnd = (text.indexOf("\n", start) + 1 || text.length + 1) - 1;
      const stop = endOfQuoted(text, start, open.groups!["quote"]!, lineEnd);
      const value = text.slice(start, stop);
      const isPairOfNames = between.startsWith(",") && /^[A-Z_]+$|\s/.test(value) && !HEADER_NAME.test(name);
      found = [stop, open[0] + (isPairOfNames ? value : maskedQuoted(kind, name, value))];
    } else {
      found = listed(text, from, kind) ?? unquoted(text, from, kind, name, between);
    }
    if (!found) continue;
    parts.push(text.slice(end, from), found[1]);
    end = found[0];
    NAMED.lastIndex = Math.max(end, from);
  }
  return parts.length > 0 ? parts.join("") + text.slice(end) : text;
}
