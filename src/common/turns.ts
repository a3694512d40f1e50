/** Runs what it is given one after the other, in the order given, each to its end. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects with `run`, which starts when everything before it has ended, well or badly. */
  take<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
