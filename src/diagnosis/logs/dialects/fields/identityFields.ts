/** The fields of a structured line that name what it is about, under any of their usual names. */
const KEYS =
  /^(?:(?:message|msg|job|task|trace|request)[_-]?id|jid|id|to|recipient|phone|tenant(?:[_-]?(?:id|code))?|queue(?:[_-]?(?:name|url))?|host|addr(?:ess)?|endpoint)$/i;
const MOST_FIELDS = 8;
const LONGEST = 120;

/** Those fields as `key=value`, separated by spaces. Undefined if there are none. */
export function identityFieldsOf(fields: Iterable<readonly [string, unknown]>): string | undefined {
  const named: string[] = [];
  for (const [key, value] of fields) {
    if (named.length === MOST_FIELDS) break;
    if ((typeof value !== "string" && typeof value !== "number") || !KEYS.test(key)) continue;
    const text = String(value);
    if (text !== "" && text.length <= LONGEST) named.push(`${key}=${text}`);
  }
  return named.length > 0 ? named.join(" ") : undefined;
}
