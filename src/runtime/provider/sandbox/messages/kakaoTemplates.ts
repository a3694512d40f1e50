/** A Kakao channel of the account. */
export interface KakaoChannel {
  channelId: string;
  searchId: string;
  phoneNumber: string;
}

/** An Alimtalk template. Only an APPROVED one can be sent. */
export interface KakaoTemplate {
  templateId: string;
  channelId: string;
  name: string;
  /** With placeholders `#{name}`. */
  content: string;
  status: "PENDING" | "INSPECTING" | "APPROVED" | "REJECTED";
}

/** The channel and the templates that the store's sample data refers to. */
export const sampleChannels: readonly KakaoChannel[] = [
  { channelId: "KA01PF260305010000000hakwonplus1", searchId: "@학원플러스", phoneNumber: "0212345678" },
];

export const sampleTemplates: readonly KakaoTemplate[] = [
  {
    templateId: "KA01TP260305010000000checkin0001",
    channelId: "KA01PF260305010000000hakwonplus1",
    name: "등원 알림",
    content: "[학원플러스] #{student_name_3} 학생이 등원했습니다.\n자세히: #{site_link}",
    status: "APPROVED",
  },
  {
    templateId: "KA01TP260305010000000homework001",
    channelId: "KA01PF260305010000000hakwonplus1",
    name: "숙제 알림",
    content: "#{student_name_3} 학생의 숙제가 등록되었습니다.",
    status: "PENDING",
  },
];

const PLACEHOLDER = /#\{([^{}]+)\}/g;

/** Unique names of the placeholders, in the order of the text. */
export const placeholdersOf = (content: string): string[] => [
  ...new Set([...content.matchAll(PLACEHOLDER)].map(([, name]) => name!)),
];

/** Fills the variables into the text; `missing` names those not given, which stay as they are. */
export function renderTemplate(
  content: string,
  variables: Readonly<Record<string, string>>,
): { text: string; missing: string[] } {
  const values = new Map(Object.entries(variables).map(([key, value]) => [nameOf(key), value]));
  const text = content.replace(PLACEHOLDER, (placeholder, name: string) => values.get(name) ?? placeholder);
  return { text, missing: placeholdersOf(content).filter((name) => !values.has(name)) };
}

/** Whether the template can produce this text: its fixed parts occur in it, in order, from start to end. */
export function fitsTemplate(content: string, text: string): boolean {
  const fixedParts = content.split(/#\{[^{}]+\}/).map(normalized);
  const finished = normalized(text);
  const [first, last] = [fixedParts[0]!, fixedParts.at(-1)!];
  if (fixedParts.length === 1) return finished === first;
  if (finished.length < first.length + last.length) return false;
  if (!finished.startsWith(first) || !finished.endsWith(last)) return false;
  // The leftmost match of each part leaves the most room for the rest, so no other match needs trying.
  let at = first.length;
  for (const part of fixedParts.slice(1, -1)) {
    const found = finished.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= finished.length - last.length;
}

const normalized = (text: string): string => text.replace(/\r\n?/g, "\n");

/** Variables are named `#{name}`; the bare name is accepted too. */
const nameOf = (key: string): string => /^#\{(.*)\}$/s.exec(key)?.[1] ?? key;
