import * as l10n from "@vscode/l10n";
import korean from "../../l10n/bundle.l10n.ko.json";

/** The reader's language: MESSAGING_LANG, else the terminal's locale; English for anything but ko and en. */
export function languageOf(env: NodeJS.ProcessEnv): "en" | "ko" {
  const locale = env.MESSAGING_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return locale.toLowerCase().startsWith("ko") ? "ko" : "en";
}

/** The reader's texts by their English form; empty if the reader's language is English. */
export const textsOf = (env: NodeJS.ProcessEnv): Record<string, string> => (languageOf(env) === "ko" ? korean : {});

export const configureCliLanguage = (env: NodeJS.ProcessEnv): void => l10n.config({ contents: textsOf(env) });
