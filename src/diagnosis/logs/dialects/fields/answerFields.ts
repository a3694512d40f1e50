/** The fields in which programs log what another system answered, beside the message. */
const KEYS =
  /^(?:status(?:_?code|_?text)?|code|error_?(?:code|message|type|name)|(?:response_?|http_?|api_?)?(?:body|response|status)|reason|details?|description|provider|service|host|url|endpoint|operation|cause|output|stderr|data|meta|extra|exit_?code|signal)$/i;
const SEVERE: ReadonlySet<string | undefined> = new Set(["WARNING", "ERROR", "CRITICAL"]);
const MOST_FIELDS = 8;
const VALUE_KEPT = 600;

/** Those fields of a warning or error as lines `key=value`, to be read like the lines below a message. */
export function answerFieldsOf(fields: Iterable<readonly [string, unknown]>, level: string | undefined): string[] {
  if (!SEVERE.has(level)) return [];
  const told: string[] = [];
  for (const [key, value] of fields) {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    if (value === null || value === undefined || text === "" || !KEYS.test(key)) continue;
    told.push(`${key}=${text.slice(0, VALUE_KEPT).replace(/\s+/g, " ")}`);
    if (told.length === MOST_FIELDS) break;
  }
  return told;
}
