import fc from "fast-check";

/** How a place writes what stands in it. */
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const asciiJson = (text: string) =>
  json(text).replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
const python = (text: string) => text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n");
const html = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character] ?? "&#x27;",
  );

/** Where a number or a secret is found: `write` puts a piece of text there. None has four digits in a row but the year. */
// prettier-ignore
const contexts: Readonly<Record<string, (text: string) => string>> = {
  "a log line": (text) => `2026-03-05 10:00:03,123 [ERROR] [MESSAGING-WORKER] Unexpected error in main loop: ${text}`,
  "the end of a sentence": (text) => `could not send to ${text}.`,
  "a line of JSON": (text) => `{"time":"2026-03-05T10:00:03Z","level":"ERROR","msg":"연락처\\n${json(text)}"}`,
  "JSON in ASCII": (text) => `{"msg": "${asciiJson(`오류\t${text}`)}", "level": "ERROR"}`,
  "JSON in JSON": (text) => `{"log":"${json(`{"msg":"${json(text)}"}`)}\\n","stream":"stderr"}`,
  "Python's repr": (text) => `{'queue': 'jobs', 'note': '${python(text)}', 'count': 3}`,
  "bytes of Python": (text) => `b'${python(text)}'`,
  "a parameter of a URL": (text) => `GET /api/v1/messages/?q=${encodeURIComponent(text)}&page=2 HTTP/1.1`,
  "a page": (text) => `<tr><td>request</td><td class="code"><pre>${html(text)}</pre></td></tr>`,
  "a traceback": (text) => `Traceback (most recent call last):\n  File "/app/worker.py", line 12, in run\n    raise E(x)\nValueError: ${text}`,
  "a row of CSV": (text) => `7,"${text.replaceAll('"', '""')}",false\n8,"x",true`,
  "Korean around it": (text) => `수신자 ${text} 발송 실패`,
};

export const context = fc.constantFrom(...Object.entries(contexts));

const digitScripts = ["0".codePointAt(0)!, "０".codePointAt(0)!, "٠".codePointAt(0)!, "०".codePointAt(0)!, 0x1d7ce];
const gaps = fc.constantFrom(
  ..."|-| |.|/|_|~|·|--| - |\u2010|\u2011|\u2012|\u2013|\u2014|\u2212|\uff0d|\u00a0|\u2003|\u202f|\u3000|\u200b|\ufeff".split(
    "|",
  ),
);
const block = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));

/** Begins with no 0, as what a mask shows does. */
const lastFour = fc.stringMatching(/^[1-9]\d{3}$/);

/** A Korean number in any spelling, and its last four digits. */
export const koreanNumber = fc
  .record({
    prefix: fc.constantFrom("0", "0", "+82", "+82 ", "+82-", "+82 (0)", "+82)", "82", "82-", "0082-", "00182", "＋82 "),
    code: fc.constantFrom("10", "10", "10", "11", "16", "19", "505", "70"),
    gap: gaps,
    middle: fc.oneof(block(3), lastFour),
    last: lastFour,
    brackets: fc.boolean(),
    script: fc.constantFrom(...digitScripts),
    glued: fc.constantFrom("", "", "tel", "전화", "x_"),
  })
  .map(({ prefix, code, gap, middle, last, brackets, script, glued }) => {
    const inBrackets = brackets && prefix === "0";
    const first = inBrackets ? `(${prefix}${code}) ` : `${prefix}${code}`;
    const typed = `${first}${inBrackets && gap === "" ? "-" : gap}${middle}${gap}${last}`;
    const spelled = typed.replace(/\d/g, (digit) => String.fromCodePoint(script + Number(digit)));
    return { text: glued + spelled, last };
  });

/** A land line, a company's number, a number of another country, an integer without its 0. */
export const otherNumber = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("02", "031", "051", "064"),
      fc.constantFrom("-", " ", ""),
      fc.integer({ min: 200, max: 9999 }),
      lastFour,
    )
    .map(([area, gap, middle, last]) => ({ text: `${area}${gap}${middle}${gap}${last}`, last })),
  fc
    .tuple(fc.constantFrom("1", "81", "44", "971", "886"), fc.constantFrom("", " ", "-"), block(3), lastFour)
    .map(([country, gap, middle, last]) => ({ text: `+${country}${gap}9${middle}${gap}${last}`, last })),
  fc.tuple(block(4), lastFour).map(([middle, last]) => ({ text: `10${middle}${last}`, last })),
);

/** Digits of every script, in the order they are read, escapes undone. */
export const digitsIn = (text: string) =>
  text
    .replace(/%[0-9A-F]{2}(?:%[89AB][0-9A-F])*/g, (run) => decodeURIComponent(run))
    .replace(/\\+u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/&#x27;|&amp;/g, "")
    .normalize("NFKC")
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966))
    .replace(/\D/g, "");
