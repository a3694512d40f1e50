/** Words this long that have a digit name one message: numbers, ids, times. A provider's four-digit code stays. */
const SHORTEST_ID = 6;

/** The beginning of a text without what names one message, so that texts of many messages can be compared. */
export const withoutIds = (text: string): string =>
  text
    .slice(0, 500)
    .split(/\s+/)
    .map((word) => (word.length >= SHORTEST_ID && /\d/.test(word) ? "#" : word))
    .join(" ");
