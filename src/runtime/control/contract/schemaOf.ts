import type * as z from "zod";

/**
 * A schema of exactly the type T: it accepts a T and nothing else. A state or an event added to the type alone fails to
 * compile.
 */
export const schemaOf =
  <T>() =>
  <S extends z.ZodType<T>>(schema: [T] extends [z.output<S>] ? S : never): S =>
    schema;
