import parse from "shell-quote/parse";

const MAX_CHARACTERS = 4_000;

/** The words of a command that no shell reads: quotes count, `$`, `&` and `|` do not. */
export function commandWords(text: string): string[] {
  try {
    return parse(text.slice(0, MAX_CHARACTERS), (name) => (/^\w+$/.test(name) ? `$${name}` : `\${${name}}`)).map(
      (token) => {
        if (typeof token === "string") return token;
        if ("comment" in token) return `#${token.comment}`;
        return "pattern" in token ? token.pattern : token.op;
      },
    );
  } catch {
    return [text]; // "Bad substitution"
  }
}
