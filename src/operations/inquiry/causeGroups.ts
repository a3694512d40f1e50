import type { Fix } from "../../diagnosis/diagnosis";
import type { GroupDifference, Traits } from "./differences";
import { TraitCounts, differencesOf } from "./differences";
import type { FoundMessage } from "./foundMessage";
import type { InquiryFate } from "./archive/messageFates";

/** Messages with the same layer, outcome and cause. Times are milliseconds since the Unix epoch. */
export interface CauseGroup extends Pick<InquiryFate, "layer" | "outcome" | "cause" | "title" | "explanation"> {
  count: number;
  fixes: Fix[];
  /** What sets it apart from all other messages. */
  differs: GroupDifference[];
  first: number;
  last: number;
  /** Ids of its newest messages. */
  samples: string[];
}

const SAMPLES = 5;

interface Group {
  fate: InquiryFate;
  count: number;
  first: number;
  last: number;
  samples: string[];
  traits: TraitCounts;
}

/** Groups messages by layer, outcome and cause while they come, newest first. */
export class CauseGroups {
  readonly #groups = new Map<string, Group>();
  readonly #all = new TraitCounts();

  add({ id, at }: Pick<FoundMessage, "id" | "at">, fate: InquiryFate, traits: Traits): void {
    const key = `${fate.layer} ${fate.outcome} ${fate.cause}`;
    let group = this.#groups.get(key);
    if (!group) {
      group = { fate, count: 0, first: at, last: at, samples: [], traits: new TraitCounts() };
      this.#groups.set(key, group);
    }
    group.count += 1;
    group.first = Math.min(group.first, at);
    group.last = Math.max(group.last, at);
    if (group.samples.length < SAMPLES) group.samples.push(id);
    group.traits.add(traits);
    this.#all.add(traits);
  }

  /** Most messages first; their counts add up to all messages. */
  list(): CauseGroup[] {
    return [...this.#groups.values()]
      .sort((one, other) => other.count - one.count || other.last - one.last)
      .map(({ fate, traits, ...group }) => {
        const { layer, outcome, cause, title, explanation, fixes } = fate;
        return {
          layer,
          outcome,
          cause,
          title,
          explanation,
          fixes,
          differs: outcome === "ok" ? [] : differencesOf(traits, this.#all),
          ...group,
        };
      });
  }
}
