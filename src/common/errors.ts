/** Each bundle has its own copy of this class; the brand identifies its errors across bundles. */
const brand = Symbol.for("messaging.ExpectedError");

/**
 * An error that a user can act on. Code compares `reason`, never the text. `message` is one sentence with the variable
 * part last. `nextStep` says what to do. Any other error is a bug.
 */
export class ExpectedError extends Error {
  override readonly name: string = "ExpectedError";
  readonly [brand] = true;

  constructor(
    readonly reason: string,
    message: string,
    readonly nextStep?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  static is(error: unknown, reason?: string): error is ExpectedError {
    return (
      error instanceof Error && brand in error && (reason === undefined || (error as ExpectedError).reason === reason)
    );
  }
}

/** The message of any thrown value. Without V8's excerpt of invalid JSON, which may be anybody's secret. */
export function messageOf(error: unknown): string {
  if (error instanceof SyntaxError) return withoutExcerpt(error.message);
  if (error instanceof AggregateError && !error.message) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** `Unexpected token 'S', "SECRET_KEY"… is not valid JSON` → `Unexpected token`. */
const withoutExcerpt = (message: string): string => message.replace(/^(Unexpected token) '[\s\S]*$/, "$1");

/** What is wrong with YAML, without what the parser quotes of it: `Unexpected scalar token in YAML stream: "SECRET"`. */
export const yamlProblem = (message: string): string =>
  message
    .replace(/ ["'](?=quote$)/, " ")
    .split(/(?<=\S):|["'`\n]/, 1)[0]!
    .trim();

/** The machine-readable code of a system, AWS or HTTP error, if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  if (cause !== undefined && codeOf(cause) !== undefined) return codeOf(cause);
  return typeof name === "string" && name !== "Error" ? name : undefined;
}
