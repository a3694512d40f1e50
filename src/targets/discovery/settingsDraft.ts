import type { Candidate, DiscoveredValue, ProposedEnvironment } from "./discovery";
import { distinct } from "./knownVariables";

type Value = string | boolean;

/** Settings under construction: each value with the place where it was found. */
export class SettingsDraft {
  readonly values: DiscoveredValue[] = [];
  readonly missing: string[] = [];
  readonly #settings: Record<string, unknown> = {};

  /** Takes the first candidate. `others` are only offered, never taken. */
  add<T extends Value>(path: string, candidates: readonly Candidate<T>[], others: readonly Candidate<T>[] = []): void {
    const [first, ...rest] = distinct(candidates);
    if (!first) {
      // There are choices, but no evidence for one of them.
      if (others.length > 0) this.values.push({ path, value: "", certainty: "guess", alternatives: [...others] });
      return;
    }
    const alternatives = [...rest, ...others.filter(({ value }) => value !== first.value)];
    this.values.push({ path, ...first, alternatives });
    this.set(path, first.value);
  }

  /** Adds a value that the settings require. */
  require(path: string, candidates: readonly Candidate[]): void {
    if (candidates.length === 0) this.missing.push(path);
    this.add(path, candidates);
  }

  /** Sets a value that follows from another and is not shown. */
  set(path: string, value: Value): void {
    const [part = "", key] = path.split(".");
    if (key === undefined) this.#settings[part] = value;
    else this.#settings[part] = { ...(this.#settings[part] as object | undefined), [key]: value };
  }

  has(path: string): boolean {
    return this.values.some((each) => each.path === path);
  }

  /** Values by path as the schema reads them, without the missing ones. */
  input(): ProposedEnvironment["input"] {
    return this.#settings as ProposedEnvironment["input"];
  }
}
