/** One tag, its name without the namespace, and the text behind it. */
const TAG = /<([?!/]?)(?:\w{1,40}:)?([\w.-]{0,60})[^<>]{0,400}>([^<]{0,2000})/g;
/** What names no failure. */
const UNTELLING = /^(?:requestid|hostid|type|moreinfo|faultcode|style|script|xml)$/i;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'" };

/** The words of an answer in XML or HTML, such as `AccessDenied: Access to … is denied.`; any other text as it is. */
export function withoutMarkup(text: string): string {
  const from = text.includes("</") ? text.search(/<[?!A-Za-z]/) : -1;
  const to = text.lastIndexOf(">") + 1;
  if (from < 0 || to <= from) return text;
  const words = wordsIn(text.slice(from, to));
  return words === "" ? text : `${text.slice(0, from)}${words} ${text.slice(to)}`;
}

function wordsIn(body: string): string {
  const told = new Set<string>();
  for (const [, sign = "", tag = "", words = ""] of body.matchAll(TAG)) {
    const plain = words.replace(/&(#?\w{1,5});/g, (whole, name: string) => ENTITIES[name] ?? whole).trim();
    if (plain !== "" && (sign !== "" || !UNTELLING.test(tag))) told.add(plain);
  }
  const [first = "", ...others] = told;
  let before = first;
  // A code, and what it means.
  return others.reduce((all, one) => {
    const joined = `${all}${before.includes(" ") ? "" : ":"} ${one}`;
    before = one;
    return joined;
  }, first);
}

/** The fields by which an answer says what failed, in the order in which they are told. */
const TELLING = ["code", "__type", "errorcode", "error", "message", "errormessage", "detail", "reason", "description"];
const DEEPEST = 4;
const MOST = 6;

/** The code and the message of a JSON object inside a text; any other text as it is. */
export function withoutJson(text: string): string {
  const from = text.indexOf('{"');
  const to = text.lastIndexOf("}") + 1;
  if (from < 0 || to <= from) return text;
  let value: unknown;
  try {
    value = JSON.parse(text.slice(from, to));
  } catch {
    return text;
  }
  const told = [...new Set(toldIn(value, 0))].slice(0, MOST);
  return told.length === 0 ? text : `${text.slice(0, from)}${told.join(": ")}${text.slice(to)}`;
}

function toldIn(value: unknown, depth: number): string[] {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return [];
  const fields = Object.entries(value);
  const own = TELLING.flatMap((key) =>
    fields.flatMap(([name, said]) =>
      name.toLowerCase() === key && (typeof said === "string" || typeof said === "number") && said !== ""
        ? [String(said)]
        : [],
    ),
  );
  return [...own, ...fields.flatMap(([, inner]) => toldIn(inner, depth + 1))];
}
