/** What sets a group apart from all other messages: of its messages the share `inGroup` has the value. */
export interface GroupDifference {
  field: string;
  value: string;
  /** Shares from 0 to 1. */
  inGroup: number;
  elsewhere: number;
}

/** A message's values by field; absent: not known. */
export type Traits = Readonly<Record<string, string | undefined>>;

const MOST = 3;
/** Fewer messages on either side prove nothing. */
const FEWEST_MESSAGES = 5;
/** A value is strong if it is in most of the group and rare elsewhere. */
const LEAST_IN_GROUP = 0.6;
const LEAST_GAP = 0.5;
/** Chance of such a gap without any reason, over all values that are compared. */
const MOST_CHANCE = 0.001;

/**
 * Compares the group with all other messages, field by field, and gives what is both strong and supported: at most
 * three, the strongest first.
 */
export function differencesOf(counts: TraitCounts, all: TraitCounts): GroupDifference[] {
  const compared = [...all.fields()].reduce((total, field) => total + all.valuesOf(field).size, 0);
  const found: (GroupDifference & { chance: number })[] = [];
  for (const field of counts.fields()) {
    const [size, total] = [counts.known(field), all.known(field)];
    const others = total - size;
    if (size < FEWEST_MESSAGES || others < FEWEST_MESSAGES) continue;
    for (const [value, count] of counts.valuesOf(field)) {
      const rest = (all.valuesOf(field).get(value) ?? count) - count;
      const [inGroup, elsewhere] = [count / size, rest / others];
      if (inGroup < LEAST_IN_GROUP || inGroup - elsewhere < LEAST_GAP) continue;
      const chance = chanceOf(count, size, rest, others) * compared;
      if (chance <= MOST_CHANCE) found.push({ field, value, inGroup, elsewhere, chance });
    }
  }
  return found
    .sort((one, other) => other.inGroup - other.elsewhere - (one.inGroup - one.elsewhere) || one.chance - other.chance)
    .slice(0, MOST)
    .map(({ field, value, inGroup, elsewhere }) => ({
      field,
      value,
      inGroup: rounded(inGroup),
      elsewhere: rounded(elsewhere),
    }));
}

/** Counts of values by field, over any number of messages. */
export class TraitCounts {
  readonly #fields = new Map<string, Map<string, number>>();

  add(traits: Traits): void {
    for (const [field, value] of Object.entries(traits)) {
      if (value === undefined) continue;
      const values = this.#fields.get(field) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      this.#fields.set(field, values);
    }
  }

  fields(): Iterable<string> {
    return this.#fields.keys();
  }

  valuesOf(field: string): ReadonlyMap<string, number> {
    return this.#fields.get(field) ?? new Map<string, number>();
  }

  /** In how many messages the field is known. */
  known(field: string): number {
    let sum = 0;
    for (const count of this.valuesOf(field).values()) sum += count;
    return sum;
  }
}

/**
 * How likely at least `count` of `size` have the value by chance, where `count + rest` of `size + others` have it: the
 * one-sided Fisher's exact test.
 */
export function chanceOf(count: number, size: number, rest: number, others: number): number {
  const having = count + rest;
  const all = size + others;
  const most = Math.min(size, having);
  let sum = 0;
  for (let each = count; each <= most; each++)
    sum += Math.exp(logChoose(having, each) + logChoose(all - having, size - each) - logChoose(all, size));
  return Math.min(1, sum);
}

const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const logFactorials = [0];
function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next++)
    logFactorials.push(logFactorials[next - 1]! + Math.log(next));
  return logFactorials[n]!;
}

const rounded = (share: number) => Math.round(share * 100) / 100;
