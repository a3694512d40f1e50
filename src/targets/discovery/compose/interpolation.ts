/** `$$`, `${NAME}`, `${NAME:-default}` and its variants, `$NAME`, as in the compose specification. */
const REFERENCE = /\$(?:(\$)|\{([A-Za-z_]\w*)(?:(:?[-+?])((?:[^{}]|\$\{[^{}]*\})*))?\}|([A-Za-z_]\w*))/g;

/** Limit for nested defaults (`${A:-${B:-c}}`). */
const MAX_DEPTH = 4;

/** Substitutes variables. Undefined if a needed value is unknown: a secret, or a variable that only the shell has. */
export function interpolate(
  text: string,
  valueOf: (name: string) => string | undefined,
  depth = 0,
): string | undefined {
  let isKnown = true;
  const filled = text.replace(
    REFERENCE,
    (_all, dollar?: string, braced?: string, operator?: string, word = "", plain?: string) => {
      if (dollar) return "$";
      const value = valueOf((braced ?? plain)!);
      const isThere = operator?.startsWith(":") ? Boolean(value) : value !== undefined;
      const other = () => {
        const inner = depth < MAX_DEPTH ? interpolate(word, valueOf, depth + 1) : undefined;
        isKnown &&= inner !== undefined;
        return inner ?? "";
      };
      if (operator?.endsWith("+")) return isThere ? other() : "";
      if (isThere) return value!;
      if (operator?.endsWith("-")) return other();
      isKnown = false;
      return "";
    },
  );
  return isKnown ? filled : undefined;
}
