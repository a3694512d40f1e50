import * as l10n from "@vscode/l10n";

/** Another consumer of the stack's queue. */
export interface OtherTaker {
  name: string;
  /** How many messages it took, and how many the stack's own worker; absent where nothing counts them. */
  taken?: number;
  ownTaken?: number;
}

/** Who took how many of the queue's messages. */
export const sharesOf = ({ name, taken, ownTaken }: OtherTaker): string =>
  taken === undefined || ownTaken === undefined
    ? name
    : l10n.t("{0} took {1}, the stack's own worker {2}", name, taken, ownTaken);
