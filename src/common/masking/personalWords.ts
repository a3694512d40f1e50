import { maskNumber } from "./maskedNumber";

/** A quote as printed by Python and JSON, escaped in nested JSON, or doubled in a CSV file. */
const QUOTE = String.raw`""|\\{0,3}["']`;
/** A value up to its closing quote, or to the end of a truncated line. */
const VALUE = String.raw`(?<open>\k<quote>|["'])(?<value>.*?)(?<close>(?<!\\)\k<open>(?=\s{0,9}[,}\]])|$)`;

/** The message text in a logged payload, to its end or the line's. */
const BODY_IN_TEXT = new RegExp(
  String.raw`(?<before>(?<quote>${QUOTE})(?:text|raw_body|raw_subject|subject)\k<quote>\s{0,9}:\s{0,9})${VALUE}`,
  "gm",
);

/** A complete message of the queue or the provider's API: it names a tenant or a recipient. */
const PAYLOAD =
  /(?:tenant_?id|\bto|phone\w{0,9}|recipient\w{0,9}|receiver\w{0,9})\\{0,3}["']{1,2}\s{0,9}:|Invalid message format/i;
const FIELD_OF_PAYLOAD = new RegExp(
  String.raw`(?<before>(?<quote>${QUOTE})(?<key>[^"'\\\n]{1,60})\k<quote>\s{0,9}:\s{0,9})${VALUE}`,
  "gm",
);
const LIST_OF_PAYLOAD = new RegExp(
  String.raw`(?<before>(?<quote>${QUOTE})(?<key>[^"'\\\n]{1,60})\k<quote>\s{0,9}:\s{0,9}\[)(?=\s{0,9}\\{0,3}["'])[^\]{\n]*`,
  "gm",
);
/** Fields that hold a system's words, never a person's. */
const HARMLESS_FIELD =
  /(?:^|[_a-z])(?:ids?|uuid|types?|modes?|status|codes?|at|date|time|version|generation|queue|region|source|channel|errors?)$|(?:Id|Ids|Type|Code|At)$|^date|^(?:detail|reason|failure_reason|errorMessage|statusMessage)$/;
/** Fields that hold what a person wrote, whatever the value looks like. */
const WRITTEN_FIELD = /^(?:text|message|msg|content|contents|body|name|title|subject)$/i;
const SHORT_NUMBER = /^\d{3,4}$/;
const RECIPIENT_FIELD = /^(?:to|phone\w*|recipient|receiver)$/i;
/** A field whose value is itself JSON, such as a container's line in Docker's log file. */
const NESTED = /\\["']\s{0,9}:/;
/** Numbers (masked later), ids and masked values: one word that contains a digit or a star. */
const HARMLESS_VALUE = /^(?:(?=[a-z_.:+-]*[\d*])[\w.:+*-]+|\+?\d[\d ()-]*)?$/i;

/** Each level of nested JSON is read again, hence the limit. */
const LONGEST_NESTED = 300_000;

interface Field {
  before: string;
  key?: string;
  open: string;
  value: string;
  close: string;
}

/** A replacer for String.replace(), whose last argument is the named groups. */
const maskField = (...found: unknown[]): string => {
  const { before, key, open, value, close } = found.at(-1) as Field;
  if (key !== undefined && RECIPIENT_FIELD.test(key) && /^\d{5,}$/.test(value))
    return before + open + maskNumber(value) + close;
  // Four digits of unknown meaning may be part of a phone number.
  const isHarmless =
    key !== undefined &&
    (HARMLESS_FIELD.test(key) || (!WRITTEN_FIELD.test(key) && HARMLESS_VALUE.test(value) && !SHORT_NUMBER.test(value)));
  if (key !== undefined && !WRITTEN_FIELD.test(key) && NESTED.test(value) && value.length < LONGEST_NESTED)
    return before + open + maskPayload(value) + close;
  return `${before}${open}${isHarmless || value === "" ? value : "****"}${close}`;
};

const maskList = (whole: string, ...found: unknown[]): string => {
  const { before, key } = found.at(-1) as Field;
  return key !== undefined && HARMLESS_FIELD.test(key) ? whole : `${before}****`;
};

/** Replaces message texts with `****`; in a complete payload also every value that a person may have written. */
export function maskPayload(text: string): string {
  const masked = text.replace(BODY_IN_TEXT, maskField);
  if (!PAYLOAD.test(masked)) return masked;
  return masked.replace(LIST_OF_PAYLOAD, maskList).replace(FIELD_OF_PAYLOAD, maskField);
}

/** Family names common enough that a word of two to four syllables beside a number counts as a name. */
const FAMILY =
  "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도석선설마길연위표명기반라왕금옥육인맹제모탁";
/** Words that precede a number but are not names. */
const LABEL =
  /^(?:전화|전화번호|연락처?|수신|수신자|수신번호|번호|학생|학부모|보호자|고객|회원|성함|이름|문자|전송|발송|발신번?호?|주소|안내|정보|신청자?|신규|원생|기사|조회|대상자?|차단|제외|선생님?|지점|원장|담당자?|인증|오류|실패|성공|하이픈)/;
const HONORIFIC = "학생|어린이|원생|학부모님?|어머니|아버지|보호자님?";
const NAME = `[${FAMILY}][가-힣]{1,3}[\\w]{0,40}`;
/** `홍길동 0101****`, `0101****(홍길동)`, `student 홍길동`, `홍길동 학생`. */
const NAMES: readonly RegExp[] = [
  new RegExp(String.raw`(?<![\w가-힣])${NAME}(?=[\s:,/(=]{1,3}(?:0\d{3}|\+\d{3})\*{4})`, "g"),
  new RegExp(String.raw`(?<=(?:0\d{3}|\+\d{3})\*{4}[\s:,/(]{1,3})${NAME}(?![\w가-힣])`, "g"),
  new RegExp(
    String.raw`(?<=(?<![\w가-힣])(?:student|recipient|parent|child|학생|학부모|보호자|수신자)[\s:=]{1,3})${NAME}(?![\w가-힣])`,
    "gi",
  ),
  new RegExp(String.raw`(?<![\w가-힣])[${FAMILY}][가-힣]{2}(?= ?(?:${HONORIFIC})(?![가-힣]))`, "g"),
];

/** Replaces personal names beside a masked number, or beside a word such as "student", with `****`. */
export function maskNames(text: string): string {
  let shown = text;
  for (const names of NAMES) shown = shown.replace(names, (name) => (LABEL.test(name) ? name : "****"));
  return shown;
}
