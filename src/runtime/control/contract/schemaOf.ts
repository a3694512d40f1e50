import type * as z from "zod";

/**
 * A schema of exactly the type T: it accepts every T and nothing else. A state or event added only to the type fails to
 * compile.
 */
export const schemaOf =
  <T>() =>
  <S extends z.ZodType<T>>(schema: [T] extends [z.output<S>] ? S : never): S =>
    schema;
