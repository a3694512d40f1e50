import type { Candidate, DiscoveredValue, ProposedEnvironment } from "./discovery";
import { distinct } from "./knownVariables";

type Value = string | boolean;

/** Settings as they are put together, value by value, with where each was found. */
export class SettingsDraft {
  readonly values: DiscoveredValue[] = [];
  readonly missing: string[] = [];
  readonly #settings: Record<string, unknown> = {};

  /** The first candidate is taken. `others` are never taken, only offered. */
  add<T extends Value>(path: string, candidates: readonly Candidate<T>[], others: readonly Candidate<T>[] = []): void {
    const [first, ...rest] = distinct(candidates);
    if (!first) {
      // Something to choose from, and nothing that speaks for one of them.
      if (others.length > 0) this.values.push({ path, value: "", certainty: "guess", alternatives: [...others] });
      return;
    }
    const alternatives = [...rest, ...others.filter(({ value }) => value !== first.value)];
    this.values.push({ path, ...first, alternatives });
    this.set(path, first.value);
  }

  /** One that the settings cannot be without. */
  require(path: string, candidates: readonly Candidate[]): void {
    if (candidates.length === 0) this.missing.push(path);
    this.add(path, candidates);
  }

  /** Follows from another value and is not shown by itself. */
  set(path: string, value: Value): void {
    const [part = "", key] = path.split(".");
    if (key === undefined) this.#settings[part] = value;
    else this.#settings[part] = { ...(this.#settings[part] as object | undefined), [key]: value };
  }

  has(path: string): boolean {
    return this.values.some((each) => each.path === path);
  }

  /** Values by path as the schema reads them, but for what is missing. */
  input(): ProposedEnvironment["input"] {
    return this.#settings as ProposedEnvironment["input"];
  }
}
