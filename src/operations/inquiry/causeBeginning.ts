/** Something that is different since a cause began. */
export interface Change {
  /** One sentence in the reader's language. */
  what: string;
  /** Milliseconds since the Unix epoch; absent: somewhere between the last good message and the first bad one. */
  at?: number;
}

/** A value that the last good message had, and the first bad one has not. */
interface TurnedValue {
  field: string;
  before: string;
  after: string;
}

/** The beginning of a cause. Times are milliseconds since the Unix epoch. */
export interface CauseBeginning {
  lastGood: number;
  firstBad: number;
  turned: TurnedValue[];
}
