/** Runs async tasks one at a time, in the order given. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Starts `run` once all earlier tasks have settled. Settles as `run` does. */
  take<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
