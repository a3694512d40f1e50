/** The bundle `dist/operations.js`: what a person can want, with the rules, texts and probes behind it. */
export type { Choice, Confirmable, Interaction, Question } from "./interaction";
export type { OperationContext } from "./operation";
