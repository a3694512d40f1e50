import { en } from "./en";
import { ko } from "./ko";
import type { Texts } from "./text";

export type Language = "en" | "ko";
export const textsIn = (language: Language): Texts => (language === "ko" ? ko : en);
