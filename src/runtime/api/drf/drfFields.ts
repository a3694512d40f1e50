import * as z from "zod";
import { ApiRejection } from "../apiRejection";
import { words } from "./drfWords";
import { pythonText, pythonTypeOf } from "./pythonText";

/** DRF's serializer fields as zod schemas: the same inputs are taken, with the same coercions, words and error shapes. */
/** Optional for zod, so that a missing key reaches the field, which has its own words for it. */
const anyValue = z.unknown().optional();

type Fail = (message: string) => typeof z.NEVER;

interface FieldOptions<D> {
  /** What a missing key becomes; without it the field is required. */
  default?: D;
  /** What null becomes; without it null is refused. */
  null?: D;
}

/** IntegerField: digits as text are taken too, `1.0` is, `1.5` and `true` are not. */
export function integerField<D = never>(options: FieldOptions<D> & { min?: number } = {}) {
  return field<number, D>(options, (value, fail) => {
    if (typeof value === "string" && value.length > 1000) return fail(words.stringTooLarge);
    const number = integerOf(value);
    if (number === undefined) return fail(words.invalidInteger);
    return options.min !== undefined && number < options.min ? fail(words.minValue(options.min)) : number;
  });
}

/** CharField: numbers are taken as text, white space at the ends is cut. Lengths count code points. */
export function textField<D = never>(
  options: FieldOptions<D> & { allowBlank?: boolean; max?: number; pattern?: RegExp } = {},
) {
  return field<string, D>(options, (value, fail) => {
    if (typeof value !== "string" && typeof value !== "number") return fail(words.invalidString);
    const text = String(value).trim();
    if (text === "") return options.allowBlank ? "" : fail(words.blank);
    if (options.max !== undefined && [...text].length > options.max) return fail(words.maxLength(options.max));
    if (text.includes("\0")) return fail(words.nullCharacters);
    const surrogate = /\p{Surrogate}/u.exec(text)?.[0];
    if (surrogate) return fail(words.surrogates(surrogate.charCodeAt(0).toString(16).toUpperCase()));
    return options.pattern && !options.pattern.test(text) ? fail(words.invalidPattern) : text;
  });
}

/** ChoiceField. */
export function choiceField<const C extends string, D = never>(choices: readonly C[], options: FieldOptions<D> = {}) {
  return field<C, D>(options, (value, fail) => {
    const choice = choices.find((each) => each === value);
    return choice ?? fail(words.invalidChoice(pythonText(value)));
  });
}

/** ListField of integers that may not be empty. */
export function integerListField(item: { min: number }) {
  const items = z.array(integerField(item));
  return anyValue.transform((value, context): number[] => {
    const fail = failIn(context);
    if (value === undefined) return fail(words.required);
    if (value === null) return fail(words.null);
    if (!Array.isArray(value)) return fail(words.notAList(pythonTypeOf(value)));
    if (value.length === 0) return fail(words.emptyList);
    const result = items.safeParse(value);
    if (result.success) return result.data;
    result.error.issues.forEach((issue) =>
      context.addIssue({ code: "custom", message: issue.message, path: issue.path }),
    );
    return z.NEVER;
  });
}

/** The checked body, or the 400 that a DRF serializer answers: `{"field": ["message"]}`. */
export function validate<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === null) throw new ApiRejection(400, { non_field_errors: [words.noData] });
  if (typeof body !== "object" || Array.isArray(body)) {
    throw new ApiRejection(400, { non_field_errors: [words.notAnObject(pythonTypeOf(body))] });
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ApiRejection(400, errorsByField(result.error.issues));
}

function field<T, D>(options: FieldOptions<D>, parse: (value: unknown, fail: Fail) => T) {
  return anyValue.transform((value, context): T | D => {
    const fail = failIn(context);
    if (value === undefined) return "default" in options ? (options.default as D) : fail(words.required);
    if (value === null) return "null" in options ? (options.null as D) : fail(words.null);
    return parse(value, fail);
  });
}

function failIn(context: z.RefinementCtx): Fail {
  return (message) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
}

/** As Python's int() reads it, after DRF has cut `.0` off. */
function integerOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
  if (typeof value !== "string" || !/^\s*[+-]?\d+(?:_\d+)*(?:\.0*)?\s*$/.test(value)) return undefined;
  return Number(value.replaceAll("_", ""));
}

/** Errors of a list's items stand under their index. */
function errorsByField(issues: readonly z.core.$ZodIssue[]): Record<string, unknown> {
  const errors: Record<string, string[]> = {};
  const itemErrors: Record<string, Record<string, string[]>> = {};
  for (const { path, message } of issues) {
    const [name, index] = path.map(String);
    if (name === undefined) continue;
    if (index === undefined) errors[name] = [message];
    else (itemErrors[name] ??= {})[index] = [message];
  }
  return { ...itemErrors, ...errors };
}
