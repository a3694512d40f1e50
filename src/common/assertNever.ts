/** Ends an exhaustive switch over a union: a new member makes the call a type error. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
