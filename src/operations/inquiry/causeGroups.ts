import type { Fix } from "../../diagnosis/diagnosis";
import type { GroupDifference, Traits } from "./differences";
import { TraitCounts, differencesOf } from "./differences";
import type { FoundMessage } from "./foundMessage";
import type { CauseBeginning, Change } from "./causeBeginning";
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
  /** What is different since it began; absent where no earlier message was sent, so that it is not known. */
  changed?: Change[];
}

const SAMPLES = 5;

interface Group {
  fate: InquiryFate;
  count: number;
  first: number;
  last: number;
  samples: string[];
  traits: TraitCounts;
  /** Of its first message. */
  firstTraits: Traits;
  /** The newest message before its first one that was sent. */
  lastGood?: { at: number; traits: Traits };
}

/** What a person can have changed; other traits differ from message to message. */
const settable = ["sender", "template", "type"] as const;

/** Groups messages by layer, outcome and cause while they come, newest first. */
export class CauseGroups {
  readonly #groups = new Map<string, Group>();
  readonly #all = new TraitCounts();

  add({ id, at }: Pick<FoundMessage, "id" | "at">, fate: InquiryFate, traits: Traits): void {
    const key = `${fate.layer} ${fate.outcome} ${fate.cause}`;
    let group = this.#groups.get(key);
    if (!group) {
      group = { fate, count: 0, first: at, last: at, samples: [], traits: new TraitCounts(), firstTraits: traits };
      this.#groups.set(key, group);
    }
    group.count += 1;
    if (at < group.first) {
      group.firstTraits = traits;
      delete group.lastGood;
    }
    group.first = Math.min(group.first, at);
    group.last = Math.max(group.last, at);
    if (group.samples.length < SAMPLES) group.samples.push(id);
    group.traits.add(traits);
    this.#all.add(traits);
  }

  /** Notes a message that was sent, even one that the inquiry leaves out: a cause may have begun after it. */
  noteGood(at: number, traits: Traits): void {
    for (const group of this.#groups.values()) if (at < group.first && !group.lastGood) group.lastGood = { at, traits };
  }

  /** Undefined where nothing was sent before the cause. */
  beginningOf({ layer, outcome, cause }: Pick<CauseGroup, "layer" | "outcome" | "cause">): CauseBeginning | undefined {
    const { lastGood, first, firstTraits } = this.#groups.get(`${layer} ${outcome} ${cause}`) ?? {};
    if (!lastGood || first === undefined || !firstTraits) return undefined;
    const turned = settable.flatMap((field) => {
      const [before, after] = [lastGood.traits[field], firstTraits[field]];
      return before !== undefined && after !== undefined && before !== after ? [{ field, before, after }] : [];
    });
    return { lastGood: lastGood.at, firstBad: first, turned };
  }

  /** Most messages first; their counts add up to all messages. */
  list(): CauseGroup[] {
    return [...this.#groups.values()]
      .sort((one, other) => other.count - one.count || other.last - one.last)
      .map(({ fate, traits, firstTraits: _firstTraits, lastGood: _lastGood, ...group }) => {
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
