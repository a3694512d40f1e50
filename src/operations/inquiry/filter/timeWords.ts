const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH = `(${months.join("|")})[a-z]{0,6}\\.?`;
const MONTH_FIRST = new RegExp(`^${MONTH} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?=$|,? )`);
const DAY_FIRST = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)? ${MONTH}(?:,? (\\d{4}))?(?=$|,? )`);

/** Other words for what readTime knows. */
const rewrites: readonly (readonly [RegExp, string])[] = [
  [/^(?:since|from|until|till) /, ""],
  [/ ?(?:부터|까지|이후)$/, ""],
  [/^(?:어젯밤|간밤|지난밤)(?:에)?$/, "last night"],
  [/^this (?=morning|afternoon|evening)/, "today "],
  [/^tonight$/, "today evening"],
  [/^half an hour ago$/, "30 min ago"],
  [/^an? (?=[a-z]+ ago$)/, "1 "],
  [/^한 ?(?=시간|주|달)/, "1"],
  [/^두 ?(?=시간|주|달)/, "2"],
  [/^세 ?(?=시간|주|달)/, "3"],
  [/^하루(?= ?전)/, "1일"],
  [/^이틀(?= ?전)/, "2일"],
  [/^사흘(?= ?전)/, "3일"],
  [/^일주일(?= ?전)/, "1주"],
  [/(?<=\d)\. (?=\d)/g, "."],
  [/^(\d{4}\.\d{1,2}\.\d{1,2})\.(?=$| )/, "$1"],
  [/^(\d{4})(\d\d)(\d\d)(?=$| )/, "$1-$2-$3"],
];

/** A time in the words that readTime knows: `Nov 30` becomes `11-30`, `하루 전` becomes `1일 전`. `text`: lower case. */
export function plainTime(text: string): string {
  const plain = rewrites.reduce((changed, [words, plainly]) => changed.replace(words, plainly), text);
  return plain
    .replace(MONTH_FIRST, (_all, month: string, day: string, year?: string) => dateOf(year, month, day))
    .replace(DAY_FIRST, (_all, day: string, month: string, year?: string) => dateOf(year, month, day))
    .replace(/^([\d-]+),/, "$1");
}

const dateOf = (year: string | undefined, month: string, day: string) =>
  [year, String(months.indexOf(month) + 1), day].filter(Boolean).join("-");

/** A span by its name, as local time read as if it were UTC; a week begins on Monday. `today`: its midnight. */
export function periodOf(text: string, today: number): { from: number; until: number } | undefined {
  const day = new Date(today);
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  const monday = today - ((day.getUTCDay() + 6) % 7) * DAY;
  if (text === "last night") return { from: today - DAY / 4, until: today + DAY / 4 };
  if (/^(?:this week|이번 ?주)$/.test(text)) return { from: monday, until: monday + 7 * DAY };
  if (/^(?:last week|지난 ?주|저번 ?주)$/.test(text)) return { from: monday - 7 * DAY, until: monday };
  if (/^(?:this month|이번 ?달)$/.test(text))
    return { from: Date.UTC(year, month, 1), until: Date.UTC(year, month + 1, 1) };
  if (/^(?:last month|지난 ?달|저번 ?달)$/.test(text))
    return { from: Date.UTC(year, month - 1, 1), until: Date.UTC(year, month, 1) };
  if (/^(?:last year|작년|지난해)$/.test(text)) return { from: Date.UTC(year - 1, 0, 1), until: Date.UTC(year, 0, 1) };
  return undefined;
}

const DAY = 86_400_000;
