import { maskNumber } from "./maskedNumber";

/** A quote as Python and JSON print it, as JSON in JSON escapes it, and as a CSV file doubles it. */
const QUOTE = String.raw`""|\\{0,3}["']`;
/** A value up to its quote, or to the end of a line that was cut. */
const VALUE = String.raw`(?<open>\k<quote>|["'])(?<value>.*?)(?<close>(?<!\\)\k<open>(?=\s{0,9}[,}\]])|$)`;

/** What somebody wrote to a parent: the text in a payload that was logged, up to its end or the line's. */
const BODY_IN_TEXT = new RegExp(
  String.raw`(?<before>(?<quote>${QUOTE})(?:text|raw_body|raw_subject|subject)\k<quote>\s{0,9}:\s{0,9})${VALUE}`,
  "gm",
);

/** A message of the queue or of the provider's API, printed whole: it names a tenant or a recipient. */
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
/** Fields whose words are a system's, never a person's. */
const HARMLESS_FIELD =
  /(?:^|[_a-z])(?:ids?|uuid|types?|modes?|status|codes?|at|date|time|version|generation|queue|region|source|channel|errors?)$|(?:Id|Ids|Type|Code|At)$|^date|^(?:detail|reason|failure_reason|errorMessage|statusMessage)$/;
/** Fields that hold what somebody wrote, whatever it looks like. */
const WRITTEN_FIELD = /^(?:text|message|msg|content|contents|body|name|title|subject)$/i;
const SHORT_NUMBER = /^\d{3,4}$/;
const RECIPIENT_FIELD = /^(?:to|phone\w*|recipient|receiver)$/i;
/** A field whose value is JSON of its own, such as the line of a container in Docker's file. */
const NESTED = /\\["']\s{0,9}:/;
/** Numbers (masked below), ids and what is masked already: one word with a digit or a star in it. */
const HARMLESS_VALUE = /^(?:(?=[a-z_.:+-]*[\d*])[\w.:+*-]+|\+?\d[\d ()-]*)?$/i;

/** JSON in JSON in JSON is read again for each level, hence an end. */
const LONGEST_NESTED = 300_000;

interface Field {
  before: string;
  key?: string;
  open: string;
  value: string;
  close: string;
}

/** Of the arguments of a replacer: the named groups come last. */
const maskField = (...found: unknown[]): string => {
  const { before, key, open, value, close } = found.at(-1) as Field;
  if (key !== undefined && RECIPIENT_FIELD.test(key) && /^\d{5,}$/.test(value))
    return before + open + maskNumber(value) + close;
  // Four digits without a meaning may be the rest of a number that was taken apart.
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

/** Texts of messages, and in a message that was printed whole whatever a person may have written, as `****`. */
export function maskPayload(text: string): string {
  const masked = text.replace(BODY_IN_TEXT, maskField);
  if (!PAYLOAD.test(masked)) return masked;
  return masked.replace(LIST_OF_PAYLOAD, maskList).replace(FIELD_OF_PAYLOAD, maskField);
}

/** Family names, as common as makes a word of two to four syllables a name beside a number. */
const FAMILY =
  "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도석선설마길연위표명기반라왕금옥육인맹제모탁";
/** Words that stand before a number and are no name. */
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

/** Names of persons beside a number that is masked already, or beside a word that says so, as `****`. */
export function maskNames(text: string): string {
  let shown = text;
  for (const names of NAMES) shown = shown.replace(names, (name) => (LABEL.test(name) ? name : "****"));
  return shown;
}
