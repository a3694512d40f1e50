import { numberForms, secretForms } from "../../unit/masking/leakedForms";

/** Something that the product may write nowhere, and how it is recognised in what was written. */
export interface Plant {
  name: string;
  text: string;
  /** Whether a text, as decoded by `readable`, contains it. */
  isIn(written: string): boolean;
}

const full = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
const arabic = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));

/** One number in 70 spellings, each with last four digits of its own. */
const numbers = numberForms.map(([name, form], index): Plant => {
  const last = String(6_101 + index);
  const before = /2671/.test(form) ? "555" : /123-4567/.test(form) ? "123" : /1588/.test(form) ? "588" : "234";
  const text =
    name === "base64" || name === "hex"
      ? Buffer.from(`0101234${last}`).toString(name)
      : form
          .replace(form.includes("5678") ? /5678|4321/g : /4567|2671|(?<=1588-)1234/g, last)
          .replace("５６７８", full(last))
          .replace("٥٦٧٨", arabic(last));
  const spelled = new RegExp(`${[...before].join("\\D{0,3}")}\\D{0,9}${last}`);
  const encoded = /^(?:base64|hex)$/.test(name) ? text : undefined;
  return {
    name,
    text,
    isIn: (written) => spelled.test(written) || (encoded !== undefined && written.includes(encoded)),
  };
});

/** 60 secrets. The value of one that is known by its name is its own; a form that is known by itself stays as it is. */
const secrets = secretForms.map(([name, form, piece], index): Plant => {
  const isNamed = /S3cret|^(?:abc|p4|etPw|cdefgh|abc1234|abc123def456|with space)$/.test(piece);
  const own = `Zq${index}Planted${index}`;
  const text = isNamed ? form.replaceAll(piece, own) : form;
  return { name, text, isIn: (written) => written.includes(isNamed ? own : piece) };
});

const names = ["김민수", "박서연", "이도윤"].map((name, index): Plant => ({
  name: `name ${index}`,
  text: `{"student_name": "${name}Zn${index}"} 학생 ${name} 0101****`,
  isIn: (written) => written.includes(`Zn${index}`) || new RegExp(`학생 ${name}`).test(written),
}));

const texts = ["raw_body", "text"].map((field, index): Plant => ({
  name: `text ${index}`,
  text: `{'${field}': 'Ztext${index} 내일 상담이 있습니다', 'to': '0101****'}`,
  isIn: (written) => written.includes(`Ztext${index}`),
}));

export const plants: readonly Plant[] = [...numbers, ...secrets, ...names, ...texts];

/** Undoes the escapes of JSON, URLs and HTML and other scripts' digits, so that no spelling hides a plant. */
const readable = (written: string): string =>
  written
    .replace(/\\+u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\+["']/g, '"')
    .replace(/%20|%2D/gi, " ")
    .normalize("NFKC")
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));

/** The names of the plants in a text. */
export function found(written: string): string[] {
  const texts = [written, readable(written)];
  return plants.filter((plant) => texts.some((text) => plant.isIn(text))).map(({ name }) => name);
}
