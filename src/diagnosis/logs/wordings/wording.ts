/**
 * How a line can report something, where no template of the catalogue covers all its forms. Named groups become the
 * values; digits at the end of a group's name are dropped (`anyOf`).
 */
export interface Wording {
  pattern: RegExp;
  /** Says more of a line that another sign is told by; alone it means nothing. */
  isDetail?: true;
  unless?: RegExp;
  /** Where the words are: in the message alone, or also in the traceback (the default). */
  in?: "text" | "all";
  /** How a NotificationLog row's failure_reason reports it. */
  row?: RegExp;
}

export function valuesOf(groups: RegExpExecArray): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups.groups ?? {})) {
    const plain = name.replace(/\d{1,2}$/, "");
    if (value) values[plain] ??= value;
  }
  return values;
}

/** One pattern of several, all with the same flags. Their groups may have the same name. */
export function anyOf(...patterns: readonly [RegExp, ...RegExp[]]): RegExp {
  const numbered = patterns.map(({ source }, index) => source.replace(/\(\?<(?=[a-z])(\w+)>/gi, `(?<$1${index}>`));
  return new RegExp(numbered.join("|"), patterns[0].flags);
}
