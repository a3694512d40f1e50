import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeQuery, encodeQueryError, encodeQueryResult } from "../../../src/runtime/queue/protocol/queryProtocol";
import { SqsError } from "../../../src/runtime/queue/protocol/sqsError";

type Entry = [name: string, value: string];
const form = (...entries: Entry[]): string => new URLSearchParams(entries).toString();

/** As botocore's serializer writes it. */
const attributeEntries = (
  prefix: string,
  attributes: Record<string, { DataType: string; [value: string]: string }>,
): Entry[] =>
  Object.entries(attributes).flatMap(([name, value], index): Entry[] => [
    [`${prefix}.${index + 1}.Name`, name],
    ...Object.entries(value).map(([member, text]): Entry => [`${prefix}.${index + 1}.Value.${member}`, text]),
  ]);

/** Text that XML can carry, which is what SQS accepts. */
const text = fc
  .string({ unit: "grapheme", minLength: 1 })
  .filter((value) => !/[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/.test(value));
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,20}$/).filter((key) => key !== "__proto__");
const attribute = fc.oneof(
  fc.record({ DataType: fc.constant("String"), StringValue: text }, { noNullPrototype: true }),
  fc.record(
    { DataType: fc.constant("Binary.x"), BinaryValue: fc.base64String({ minLength: 4 }) },
    { noNullPrototype: true },
  ),
);
const attributes = fc.dictionary(name, attribute, { minKeys: 1, maxKeys: 10, noNullPrototype: true });

const unescape = (xml: string): string =>
  xml.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe("Query protocol", () => {
  it("reads back every message, attribute and number of a batch", () => {
    const entry = fc.record({ body: text, delay: fc.nat(900), attributes });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 10 }), text, (messages, url) => {
        const at = (index: number): string => `SendMessageBatchRequestEntry.${index + 1}`;
        const { action, input } = decodeQuery(
          form(
            ["Action", "SendMessageBatch"],
            ["QueueUrl", url],
            ...messages.flatMap((message, index): Entry[] => [
              [`${at(index)}.Id`, `${index}`],
              [`${at(index)}.MessageBody`, message.body],
              [`${at(index)}.DelaySeconds`, `${message.delay}`],
              ...attributeEntries(`${at(index)}.MessageAttribute`, message.attributes),
            ]),
          ),
        );
        assert.equal(action, "SendMessageBatch");
        assert.deepEqual(input, {
          QueueUrl: url,
          Entries: messages.map((message, index) => ({
            Id: `${index}`,
            MessageBody: message.body,
            DelaySeconds: message.delay,
            MessageAttributes: message.attributes,
          })),
        });
      }),
      { numRuns: 200 },
    );
  });

  it("writes every text so that an XML reader gets it back", () => {
    fc.assert(
      fc.property(text, name, attributes, (body, key, value) => {
        const xml = encodeQueryResult(
          "ReceiveMessage",
          { Messages: [{ Body: body, Attributes: { [key]: body }, MessageAttributes: value }] },
          "id",
        );
        const content = xml.match(/<Body>([^<]*)<\/Body><Attribute><Name>([^<]*)<\/Name><Value>([^<]*)<\/Value>/);
        assert.deepEqual(content?.slice(1).map(unescape), [body, key, body]);
        assert.doesNotMatch(xml, /\r|&(?!#\d+;)/);
        assert.equal(xml.match(/<MessageAttribute>/g)?.length, Object.keys(value).length);
      }),
      { numRuns: 200 },
    );
  });

  it("never throws anything but SQS errors, whatever the form", () => {
    const names = fc.constantFrom(
      "Action",
      "QueueUrl",
      "MessageBody",
      "DelaySeconds",
      "Attribute.1.Name",
      "AttributeName.1",
    );
    const actions = fc.constantFrom("SendMessage", "ReceiveMessage", "CreateQueue", "toString", "");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(names, fc.string()), fc.oneof(actions, fc.string()))), (entries) => {
        try {
          decodeQuery(form(...entries));
        } catch (error) {
          assert.ok(error instanceof SqsError);
        }
      }),
    );
  });

  it("reads lists, maps and tags", () => {
    const { input } = decodeQuery(
      form(
        ["Action", "CreateQueue"],
        ["QueueName", "q"],
        ["Attribute.1.Name", "VisibilityTimeout"],
        ["Attribute.1.Value", "60"],
        ["Tag.1.Key", "team"],
        ["Tag.1.Value", ""],
      ),
    );
    assert.deepEqual(input, { QueueName: "q", Attributes: { VisibilityTimeout: "60" }, tags: { team: "" } });
    assert.deepEqual(decodeQuery("Action=UntagQueue&QueueUrl=u&TagKey.1=a&TagKey.2=b").input, {
      QueueUrl: "u",
      TagKeys: ["a", "b"],
    });
  });

  it("refuses numbers that are none", () => {
    assert.throws(() => decodeQuery("Action=ReceiveMessage&WaitTimeSeconds=1x"), { code: "InvalidParameterValue" });
    assert.throws(() => decodeQuery("QueueUrl=u"), { code: "MissingAction" });
  });

  it("writes errors under the Query protocol's name", () => {
    const xml = encodeQueryError(SqsError.named("AWS.SimpleQueueService.NonExistentQueue"), "id");
    assert.match(xml, /<Type>Sender<\/Type><Code>AWS\.SimpleQueueService\.NonExistentQueue<\/Code>/);
  });
});
