import { SqsError } from "./sqsError";

/** An action's unchecked input: the JSON protocol's body, or the Query protocol's form translated to it. */
export type RequestFields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is RequestFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function optionalText(fields: RequestFields, name: string): string | undefined {
  const value = fields[name] ?? undefined;
  if (value !== undefined && typeof value !== "string") throw wrongType(name, "a string");
  return value;
}

export function requiredText(fields: RequestFields, name: string): string {
  const value = optionalText(fields, name);
  if (!value) throw new SqsError("MissingParameter", `The request must contain the parameter ${name}.`);
  return value;
}

export function optionalInteger(fields: RequestFields, name: string, min: number, max: number): number | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "number") throw wrongType(name, "an integer");
  if (!Number.isInteger(value) || value < min || value > max)
    throw new SqsError(
      "InvalidParameterValue",
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
    );
  return value;
}

export function optionalTexts(fields: RequestFields, name: string): readonly string[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    throw wrongType(name, "a list of strings");
  return value;
}

/** A map of strings, such as a queue's attributes or tags. */
export function optionalTextMap(fields: RequestFields, name: string): Record<string, string> {
  const value = fields[name] ?? {};
  if (!isFields(value)) throw wrongType(name, "a map");
  // Without a prototype: `__proto__` is a name like any other.
  const map = Object.create(null) as Record<string, string>;
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string") throw wrongType(`${name}.${key}`, "a string");
    map[key] = text;
  }
  return map;
}

const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;
export const MAX_BATCH_ENTRIES = 10;

/** The entries of a batch, each with a unique, well-formed Id. */
export function batchEntries(fields: RequestFields): (RequestFields & { readonly Id: string })[] {
  const entries = fields["Entries"] ?? [];
  if (!Array.isArray(entries)) throw wrongType("Entries", "a list");
  if (entries.length === 0) throw new SqsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  if (entries.length > MAX_BATCH_ENTRIES)
    throw new SqsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MAX_BATCH_ENTRIES}. You have sent ${entries.length}.`,
    );
  const ids = new Set<string>();
  return entries.map((entry: unknown) => {
    if (!isFields(entry)) throw wrongType("Entries", "a list of structures");
    const Id = requiredText(entry, "Id");
    if (!ENTRY_ID.test(Id))
      throw new SqsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    if (ids.has(Id)) throw new SqsError("BatchEntryIdsNotDistinct", `Id ${Id} repeated.`);
    ids.add(Id);
    return entry as RequestFields & { readonly Id: string };
  });
}

const wrongType = (name: string, expected: string): SqsError =>
  new SqsError("SerializationException", `The value of ${name} must be ${expected}.`);
