/**
 * Finds which of many words occur in a text, in one pass (Aho–Corasick). Searching for each of the hundred words
 * separately would cost more than all other work on a log line.
 */
export class WordFinder {
  readonly #classes = new Uint8Array(0x10000);
  readonly #width: number;
  readonly #next: Int32Array;
  /** For each state, the indexes of the words that end there. */
  readonly #found: (readonly number[] | undefined)[];

  constructor(words: readonly string[]) {
    const letters = new Set(words.join(""));
    let letterClass = 0;
    for (const letter of letters) this.#classes[letter.charCodeAt(0)] = ++letterClass;
    this.#width = letterClass + 1; // class 0: letters that are in no word
    const states = words.reduce((sum, word) => sum + word.length, 1);
    this.#next = new Int32Array(states * this.#width);
    this.#found = Array.from({ length: states });
    this.#link(this.#plant(words));
  }

  /** Indexes of the words in the text, each once. Undefined if there are none. */
  in(text: string, limit = text.length): Set<number> | undefined {
    let state = 0;
    let hits: Set<number> | undefined;
    const end = Math.min(limit, text.length);
    for (let index = 0; index < end; index++) {
      state = this.#next[state * this.#width + (this.#classes[text.charCodeAt(index)] ?? 0)] ?? 0;
      const found = this.#found[state];
      if (found) for (const word of found) (hits ??= new Set()).add(word);
    }
    return hits;
  }

  /** Builds the tree of words. Returns the number of states. */
  #plant(words: readonly string[]): number {
    let count = 1;
    for (const [index, word] of words.entries()) {
      let state = 0;
      for (let at = 0; at < word.length; at++) {
        const edge = state * this.#width + (this.#classes[word.charCodeAt(at)] ?? 0);
        if (!this.#next[edge]) this.#next[edge] = count++;
        state = this.#next[edge] ?? 0;
      }
      this.#found[state] = [...(this.#found[state] ?? []), index];
    }
    return count;
  }

  /** Adds the transition for letters that a state's branch lacks: to the longest suffix that is a prefix of a word. */
  #link(count: number): void {
    const suffix = new Int32Array(count);
    const queue: number[] = [0];
    for (const state of queue) {
      for (let letter = 0; letter < this.#width; letter++) {
        const edge = state * this.#width + letter;
        const child = this.#next[edge] ?? 0;
        const fallback = state === 0 ? 0 : (this.#next[(suffix[state] ?? 0) * this.#width + letter] ?? 0);
        if (child === 0) {
          this.#next[edge] = fallback;
          continue;
        }
        suffix[child] = fallback;
        const inherited = this.#found[fallback];
        if (inherited) this.#found[child] = [...(this.#found[child] ?? []), ...inherited];
        queue.push(child);
      }
    }
  }
}
