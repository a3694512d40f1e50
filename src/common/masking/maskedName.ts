/** The longest name that is told from its cut form. */
const LONGEST = 100;

/** A person's name, recognisable to those who know it: `김민준` → `김*준`, `이서` → `이*`. */
export function maskName(name: string): string {
  const [first = "", ...rest] = name.trim().slice(0, LONGEST);
  if (rest.length < 2) return `${first}${"*".repeat(rest.length)}`;
  return `${first}${"*".repeat(rest.length - 1)}${rest.at(-1)!}`;
}
