import type { Choice, Confirmable, Interaction, Question, Warning } from "../operations/interaction";

/** Lets a test answer in place of a person; used only in a window that runs the extension's tests. */
export class ScriptedInteraction implements Interaction {
  /** Answers in place of the editor; the editor asks for those not defined here. */
  answers: Partial<Interaction> = {};
  readonly #editor: Interaction;

  constructor(editor: Interaction) {
    this.#editor = editor;
  }

  readonly ask = (question: Question) => (this.answers.ask ?? this.#editor.ask)(question);
  readonly confirm = (what: Confirmable) => (this.answers.confirm ?? this.#editor.confirm)(what);
  readonly warn = (warnings: readonly Warning[], action?: string) =>
    (this.answers.warn ?? this.#editor.warn)(warnings, action);
  readonly choose = <T>(title: string, choices: readonly Choice<T>[], detail?: string) =>
    (this.answers.choose ?? this.#editor.choose)(title, choices, detail);
  readonly progress = (step: string) => (this.answers.progress ?? this.#editor.progress)(step);
}
