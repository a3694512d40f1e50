import * as z from "zod";
import { ApiRejection } from "../apiRejection";
import { words } from "./drfWords";
import { pythonText, pythonTypeOf } from "./pythonText";

// DRF's serializer fields as zod schemas, with the same accepted inputs, coercions, messages and error shapes.

/** Optional for zod, so that a missing key reaches the field, which has its own message for it. */
const anyValue = z.unknown().optional();

type Fail = (message: string) => typeof z.NEVER;

interface FieldOptions<D> {
  /** The value for a missing key; without it the field is required. */
  default?: D;
  /** The value for null; without it null is refused. */
  null?: D;
}

/** IntegerField: accepts digits as text and `1.0`, but not `1.5` or `true`. */
export function integerField<D = never>(options: FieldOptions<D> & { min?: number } = {}) {
  return field<number, D>(options, (value, fail) => {
    if (typeof value === "string" && value.length > 1000) return fail(words.stringTooLarge);
    const number = integerOf(value);
    if (number === undefined) return fail(words.invalidInteger);
    return options.min !== undefined && number < options.min ? fail(words.minValue(options.min)) : number;
  });
}

/** CharField: accepts numbers as text and trims white space. Lengths count code points. */
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

/** A non-empty ListField of integers. */
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

/** The validated body. Throws a DRF serializer's 400: `{"field": ["message"]}`. */
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

/** Parses like Python's int() after DRF has removed `.0`. */
function integerOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
  if (typeof value !== "string" || !/^\s*[+-]?\d+(?:_\d+)*(?:\.0*)?\s*$/.test(value)) return undefined;
  return Number(value.replaceAll("_", ""));
}

/** Groups errors by field; those of list items by index. */
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
