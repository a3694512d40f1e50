/** First in, first out; `unshift` puts returned items back in front. Array.shift() alone is O(n) on a long queue. */
export class MessageDeque<T> implements Iterable<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  unshift(items: readonly T[]): void {
    this.#items = [...items, ...this];
    this.#head = 0;
  }

  removeAll(items: ReadonlySet<T>): void {
    if (items.size === 0) return;
    this.#items = [...this].filter((item) => !items.has(item));
    this.#head = 0;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let index = this.#head; index < this.#items.length; index++) yield this.#items[index] as T;
  }
}

const COMPACT_AT = 1024;
