export type Fields = Readonly<Record<string, unknown>>;

/** What tells where a program runs or what it was asked, not what it reports. */
const ASIDE =
  /^(?:resource|labels|kubernetes|involvedobject|metadata|headers|req|request|res|response|data|payload|args|delivery|tags|job|user)$/;
/** In which services that collect logs put the program's own fields. */
const WRAPPERS = ["jsonpayload", "content", "attributes", "fields"];
const DEEPEST = 3;
const MOST_OBJECTS = 20;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const withLowerNames = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));

/** An object and those inside it, the outermost first, with their names in small letters. */
export function objectsOf(outer: Fields): [Fields, ...Fields[]] {
  const all: [Fields, ...Fields[]] = [withLowerNames(outer)];
  let from = 0;
  for (let depth = 1; depth < DEEPEST; depth++) {
    const level = all.slice(from);
    from = all.length;
    for (const fields of level)
      for (const [name, value] of Object.entries(fields))
        if (isObject(value) && !ASIDE.test(name) && all.length < MOST_OBJECTS) all.push(withLowerNames(value));
  }
  return all;
}

/** The first value of one of the names that `isWanted`, from the outermost object on. */
export function firstIn<Value>(
  objects: readonly Fields[],
  names: readonly string[],
  isWanted: (value: unknown) => value is Value,
): Value | undefined {
  for (const fields of objects) {
    const found = names.map((name) => fields[name]).find(isWanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

export const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
export const isScalar = (value: unknown): value is string | number => isText(value) || typeof value === "number";

/** The fields of the line and of what a service wrapped. */
export function entriesOf([outer]: readonly [Fields, ...Fields[]]): [string, unknown][] {
  const wrapped = WRAPPERS.map((name) => outer[name]).filter(isObject);
  return [outer, ...wrapped].flatMap((fields) => Object.entries(fields));
}
