/** A value for the user to type. */
export interface Question {
  /** What is asked for, in one line. */
  title: string;
  /** What the value is for, and its format. */
  prompt?: string;
  value?: string;
  /** The value is hidden while it is typed. */
  isSecret?: boolean;
  /** The user types the tenant's code to confirm a write to production. */
  isConfirmation?: boolean;
  /** Why the value is invalid; undefined if it is valid. */
  check?(value: string): string | undefined;
}

/** An action that costs money, rings a phone or cannot be undone. */
export interface Confirmable {
  /** One sentence that ends with a question mark. */
  question: string;
  /** What will happen, line by line. */
  detail?: string;
  /** Label of the button: "Redrive 2 messages". */
  action: string;
}

/** Something that will probably keep an action from succeeding. */
export interface Warning {
  /** "Worker: The worker does not run" */
  text: string;
  nextStep?: string;
}

export interface Choice<T> {
  label: string;
  /** Name of one of VS Code's product icons; only the editor shows it. */
  icon?: string;
  description?: string;
  detail?: string;
  value: T;
}

/**
 * How an operation talks to its user. The editor shows dialogs, the command line takes options and asks at a terminal,
 * an agent can only refuse. An operation never knows which one it is.
 */
export interface Interaction {
  /** Resolves with undefined if the user cancels. */
  ask(question: Question): Promise<string | undefined>;
  confirm(what: Confirmable): Promise<boolean>;
  /** `detail`: one line on what the choice is about, such as the change that it makes. */
  choose<T>(title: string, choices: readonly Choice<T>[], detail?: string): Promise<T | undefined>;
  /**
   * Shows what stands against an action before it runs. With the label of a button ("Send anyway") the user decides,
   * and false means that they cancelled. Without a label, or if no user is present, the action goes on.
   */
  warn(warnings: readonly Warning[], action?: string): Promise<boolean>;
  /** Reports a step of a task that takes more than a second. */
  progress(step: string): void;
}
