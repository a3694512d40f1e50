import { digitsOf } from "../../common/text/digits";
import { createHash, hash } from "node:crypto";
import { isFields, type RequestFields } from "./protocol/requestFields";
import { SqsError } from "./protocol/sqsError";

/** Wire format: `BinaryValue` is base64. */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: string;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export const noAttributes: MessageAttributes = Object.freeze({});

export function readMessageAttributes(fields: RequestFields, name: string): MessageAttributes {
  const value = fields[name];
  if (value === undefined || value === null) return noAttributes;
  if (!isFields(value)) throw new SqsError("SerializationException", `The value of ${name} must be a map.`);
  // Without a prototype: `__proto__` is a valid name.
  const attributes = Object.create(null) as Record<string, MessageAttribute>;
  for (const [key, attribute] of Object.entries(value)) attributes[key] = readAttribute(key, attribute);
  if (Object.keys(attributes).length > MAX_ATTRIBUTES)
    throw new SqsError(
      "InvalidParameterValue",
      `Number of message attributes [${Object.keys(attributes).length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  return attributes;
}

export const md5 = (text: string): string => hash("md5", text);

/** The digest that every SDK checks; undefined without attributes. See AWS's "Calculating the MD5 message digest". */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const digest = createHash("md5");
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    digest.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name]!;
    add(Buffer.from(name));
    add(Buffer.from(attribute.DataType));
    if (attribute.BinaryValue === undefined) {
      digest.update(STRING_TRANSPORT);
      add(Buffer.from(attribute.StringValue ?? ""));
    } else {
      digest.update(BINARY_TRANSPORT);
      add(Buffer.from(attribute.BinaryValue, "base64"));
    }
  }
  return digest.digest("hex");
}

/** The size that AWS limits: the body and each attribute's name, type and value, in bytes. */
export function messageSize(body: string, attributes: MessageAttributes): number {
  let size = Buffer.byteLength(body);
  for (const name in attributes) {
    const { DataType, StringValue = "", BinaryValue = "" } = attributes[name]!;
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(StringValue);
    size += Buffer.byteLength(BinaryValue, "base64");
  }
  return size;
}

/** Whether all characters are valid in XML 1.0, which excludes lone surrogates. */
export function isValidText(text: string): boolean {
  return !INVALID_CHARACTER.test(text);
}

/** The attributes that a ReceiveMessage requests: by name, `prefix.*` or `All`. */
export function selectAttributes(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  if (wanted.length === 0 || attributes === noAttributes) return noAttributes;
  if (wanted.includes("All") || wanted.includes(".*")) return attributes;
  const isWanted = (name: string): boolean =>
    wanted.some((pattern) => (pattern.endsWith(".*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

/** The system attributes of a sent message: AWS takes only the trace header. */
export function readSystemAttributes(fields: RequestFields): MessageAttributes {
  const attributes = readMessageAttributes(fields, "MessageSystemAttributes");
  for (const [name, { DataType }] of Object.entries(attributes)) {
    if (name !== "AWSTraceHeader")
      throw new SqsError("InvalidParameterValue", `Message system attribute name '${name}' is invalid.`);
    if (DataType !== "String")
      throw new SqsError("InvalidParameterValue", `The message system attribute '${name}' must be of type String.`);
  }
  return attributes;
}

const MAX_ATTRIBUTES = 10;
const STRING_TRANSPORT = Buffer.from([1]);
const BINARY_TRANSPORT = Buffer.from([2]);
const INVALID_CHARACTER = /[^\x09\x0A\x0D\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const ATTRIBUTE_NAME = /^(?!aws\.|amazon\.|\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/i;
const DATA_TYPE = /^(?:String|Number|Binary)(?:\..{1,247})?$/s;
/** AWS keeps up to 38 digits, and magnitudes from 1e-128 to 1e+126. */
const NUMBER = /^\s*[+-]?(?:\d{1,150}(?:\.\d{0,150})?|\.\d{1,150})(?:e[+-]?\d{1,3})?\s*$/i;

function readAttribute(name: string, value: unknown): MessageAttribute {
  if (!ATTRIBUTE_NAME.test(name)) throw invalid(name, "is not a valid name");
  if (!isFields(value))
    throw new SqsError("SerializationException", `The message attribute '${name}' must be a structure.`);
  const { DataType, StringValue, BinaryValue } = value;
  if (typeof DataType !== "string" || !DATA_TYPE.test(DataType))
    throw invalid(name, "has an invalid message attribute type");
  if (DataType.startsWith("Binary")) {
    if (typeof BinaryValue !== "string" || BinaryValue === "")
      throw invalid(name, "must contain a non-empty binary value");
    return { DataType, BinaryValue };
  }
  if (typeof StringValue !== "string" || StringValue === "")
    throw invalid(name, "must contain a non-empty string value");
  if (!isValidText(StringValue)) throw invalid(name, "contains invalid characters");
  if (DataType.startsWith("Number") && !isNumber(StringValue))
    throw new SqsError(
      "InvalidParameterValue",
      `Can't cast the value of message (user) attribute '${name}' to a number.`,
    );
  return { DataType, StringValue };
}

function isNumber(text: string): boolean {
  if (!NUMBER.test(text)) return false;
  const [mantissa = ""] = text.toLowerCase().split("e");
  const digits = digitsOf(mantissa).replace(/^0+/, "");
  const size = Math.abs(Number(text));
  return digits.length <= 38 && (size === 0 || (size >= 1e-128 && size <= 1e126));
}

const invalid = (name: string, what: string): SqsError =>
  new SqsError("InvalidParameterValue", `The message attribute '${name}' ${what}.`);
