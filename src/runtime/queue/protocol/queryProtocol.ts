import type { RequestFields } from "./requestFields";
import { SqsError } from "./sqsError";

/** Decodes a Query protocol form into the action and its input in the JSON protocol's shape. */
export function decodeQuery(form: string): { action: string; input: RequestFields } {
  const params = readForm(form);
  const action = params.get("Action");
  if (!action) throw new SqsError("MissingAction", "The request must contain the parameter Action.");
  return { action, input: readStructure(params, "", inputs[action] ?? {}) };
}

/** Encodes an answer as XML. `result` has the JSON protocol's shape. */
export function encodeQueryResult(action: string, result: object, requestId: string): string {
  const body = Object.entries(result)
    .map(([name, value]) => render(name, value, `${action}ResultEntry`))
    .join("");
  return `${HEADER}<${action}Response xmlns="${NAMESPACE}"><${action}Result>${body}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
}

export function encodeQueryError({ fault, queryCode, message }: SqsError, requestId: string): string {
  return `${HEADER}<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${fault}</Type><Code>${escape(queryCode)}</Code><Message>${escape(message)}</Message><Detail/></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

const HEADER = '<?xml version="1.0"?>';
const NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/";

/** The first value of each name. Constant-time look-up, whereas `URLSearchParams` scans all entries. */
type Form = ReadonlyMap<string, string>;

function readForm(form: string): Form {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(form)) if (!fields.has(name)) fields.set(name, value);
  return fields;
}

/** Reads one member of a structure at a prefix such as `SendMessageBatchRequestEntry.1.`; undefined if absent. */
type Reader = (params: Form, prefix: string) => unknown;
type Structure = Readonly<Record<string, Reader>>;

const text =
  (name: string): Reader =>
  (params, prefix) =>
    params.get(prefix + name);

const integer =
  (name: string): Reader =>
  (params, prefix) => {
    const value = params.get(prefix + name);
    if (value === undefined) return undefined;
    if (!/^-?\d+$/.test(value))
      throw new SqsError(
        "InvalidParameterValue",
        `Value ${value.slice(0, 100)} for parameter ${name} is invalid. Reason: Must be an integer.`,
      );
    return Number(value);
  };

/** `Name.1=…&Name.2=…` */
const list =
  (name: string): Reader =>
  (params, prefix) =>
    nonEmpty(numbered((number) => params.get(`${prefix}${name}.${number}`)));

/** `Name.1.<key>=…&Name.1.<value>=…` */
const map =
  (name: string, key: string, readValue: (params: Form, prefix: string) => unknown): Reader =>
  (params, prefix) => {
    const entries = numbered((number) => {
      const at = `${prefix}${name}.${number}.`;
      const entryKey = params.get(at + key);
      return entryKey === undefined ? undefined : ([entryKey, readValue(params, at)] as const);
    });
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  };

/** `Name.1.Id=…&Name.1.<member>=…` */
const entries =
  (name: string, structure: Structure): Reader =>
  (params, prefix) =>
    nonEmpty(
      numbered((number) => {
        const at = `${prefix}${name}.${number}.`;
        return params.has(`${at}Id`) ? readStructure(params, at, { Id: text("Id"), ...structure }) : undefined;
      }),
    );

const messageAttributes = (name: string): Reader =>
  map(name, "Name", (params, prefix) => readStructure(params, `${prefix}Value.`, attributeValue));

const attributeValue: Structure = {
  DataType: text("DataType"),
  StringValue: text("StringValue"),
  BinaryValue: text("BinaryValue"),
};

const message: Structure = {
  MessageBody: text("MessageBody"),
  DelaySeconds: integer("DelaySeconds"),
  MessageGroupId: text("MessageGroupId"),
  MessageDeduplicationId: text("MessageDeduplicationId"),
  MessageAttributes: messageAttributes("MessageAttribute"),
  MessageSystemAttributes: messageAttributes("MessageSystemAttribute"),
};
const receipt: Structure = { ReceiptHandle: text("ReceiptHandle") };
const visibility: Structure = { ...receipt, VisibilityTimeout: integer("VisibilityTimeout") };
const queue: Structure = { QueueUrl: text("QueueUrl") };
const attributes: Structure = { Attributes: map("Attribute", "Name", text("Value")) };

/** The input of each action: the JSON protocol's members and how to read them from a Query form. */
const inputs: Readonly<Record<string, Structure>> = {
  CreateQueue: { QueueName: text("QueueName"), ...attributes, tags: map("Tag", "Key", text("Value")) },
  DeleteQueue: queue,
  GetQueueUrl: { QueueName: text("QueueName") },
  ListQueues: {
    QueueNamePrefix: text("QueueNamePrefix"),
    MaxResults: integer("MaxResults"),
    NextToken: text("NextToken"),
  },
  GetQueueAttributes: { ...queue, AttributeNames: list("AttributeName") },
  SetQueueAttributes: { ...queue, ...attributes },
  PurgeQueue: queue,
  ListQueueTags: queue,
  TagQueue: { ...queue, Tags: map("Tag", "Key", text("Value")) },
  UntagQueue: { ...queue, TagKeys: list("TagKey") },
  ListDeadLetterSourceQueues: queue,
  StartMessageMoveTask: {
    SourceArn: text("SourceArn"),
    DestinationArn: text("DestinationArn"),
    MaxNumberOfMessagesPerSecond: integer("MaxNumberOfMessagesPerSecond"),
  },
  ListMessageMoveTasks: { SourceArn: text("SourceArn"), MaxResults: integer("MaxResults") },
  CancelMessageMoveTask: { TaskHandle: text("TaskHandle") },
  SendMessage: { ...queue, ...message },
  SendMessageBatch: { ...queue, Entries: entries("SendMessageBatchRequestEntry", message) },
  ReceiveMessage: {
    ...queue,
    MaxNumberOfMessages: integer("MaxNumberOfMessages"),
    VisibilityTimeout: integer("VisibilityTimeout"),
    WaitTimeSeconds: integer("WaitTimeSeconds"),
    AttributeNames: list("AttributeName"),
    MessageSystemAttributeNames: list("MessageSystemAttributeName"),
    MessageAttributeNames: list("MessageAttributeName"),
  },
  DeleteMessage: { ...queue, ...receipt },
  DeleteMessageBatch: { ...queue, Entries: entries("DeleteMessageBatchRequestEntry", receipt) },
  ChangeMessageVisibility: { ...queue, ...visibility },
  ChangeMessageVisibilityBatch: { ...queue, Entries: entries("ChangeMessageVisibilityBatchRequestEntry", visibility) },
};

function readStructure(params: Form, prefix: string, structure: Structure): RequestFields {
  const fields: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(structure)) {
    const value = read(params, prefix);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/** Reads members numbered from 1 without gaps. */
function numbered<Value>(read: (number: number) => Value | undefined): Value[] {
  const values: Value[] = [];
  for (let value = read(1); value !== undefined; value = read(values.length + 1)) values.push(value);
  return values;
}

const nonEmpty = <Value>(values: Value[]): Value[] | undefined => (values.length > 0 ? values : undefined);

/** The Query protocol flattens lists: one element per item, named in the singular. */
const itemNames: Readonly<Record<string, string>> = {
  Messages: "Message",
  QueueUrls: "QueueUrl",
  queueUrls: "QueueUrl",
  Results: "ListMessageMoveTasksResultEntry",
  Failed: "BatchResultErrorEntry",
};

/** The Query protocol writes maps as lists of key and value. */
const mapNames: Readonly<Record<string, readonly [item: string, key: string, value: string]>> = {
  Attributes: ["Attribute", "Name", "Value"],
  MessageAttributes: ["MessageAttribute", "Name", "Value"],
  Tags: ["Tag", "Key", "Value"],
};

/** `entryName` is the batch action's name for successful entries. */
function render(name: string, value: unknown, entryName: string): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) {
    const itemName = name === "Successful" ? entryName : (itemNames[name] ?? name);
    return value.map((item) => render(itemName, item, entryName)).join("");
  }
  if (typeof value !== "object") return `<${name}>${escape(String(value))}</${name}>`;
  const asMap = mapNames[name];
  if (asMap) {
    const [itemName, keyName, valueName] = asMap;
    return Object.entries(value)
      .map(([key, item]) => render(itemName, { [keyName]: key, [valueName]: item as unknown }, entryName))
      .join("");
  }
  const members = Object.entries(value).map(([member, inner]) => render(member, inner, entryName));
  return `<${name}>${members.join("")}</${name}>`;
}

/** Also escapes carriage returns, because XML parsers turn a bare one into a newline. */
const escape = (value: string): string => value.replace(/[<>&"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
