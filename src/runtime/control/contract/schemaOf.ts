import type * as z from "zod";

/**
 * A schema of exactly the type T: what the schema takes is a T, and every T is taken. A state or an event that is added to
 * the type alone fails to compile.
 */
export const schemaOf =
  <T>() =>
  <S extends z.ZodType<T>>(schema: [T] extends [z.output<S>] ? S : never): S =>
    schema;
