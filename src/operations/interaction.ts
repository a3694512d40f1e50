/** A value that a person types. */
export interface Question {
  /** One line: what is asked for. */
  title: string;
  /** What the value is for, and what it must look like. */
  prompt?: string;
  value?: string;
  /** What is typed is the tenant's code, by which a person confirms a write to production. */
  isConfirmation?: boolean;
  /** Why the value cannot be taken; undefined where it can. */
  check?(value: string): string | undefined;
}

/** Something that costs money, rings a phone or cannot be taken back. */
export interface Confirmable {
  /** One sentence that ends with a question mark. */
  question: string;
  /** What will happen, line by line. */
  detail?: string;
  /** The word on the button: "Redrive 2 messages". */
  action: string;
}

export interface Choice<T> {
  label: string;
  description?: string;
  detail?: string;
  value: T;
}

/**
 * How an operation speaks with the person who wants it. The editor shows dialogs, the command line takes options and
 * asks a terminal, an agent may only refuse. An operation never knows which.
 */
export interface Interaction {
  /** Resolves with undefined where the person gave up. */
  ask(question: Question): Promise<string | undefined>;
  confirm(what: Confirmable): Promise<boolean>;
  choose<T>(title: string, choices: readonly Choice<T>[]): Promise<T | undefined>;
  /** A step of something that takes more than a second. */
  progress(step: string): void;
}
