import * as z from "zod";
import { layers } from "../../common/layer";
import { maskText } from "../../common/masking";
import { causeIds } from "../../diagnosis/causes/causeIds";
import { SAMPLE_TENANT } from "../../runtime/faults/fault";
import { faults } from "../../runtime/faults/faultLab";

/**
 * A scenario: what is given, what is sent, and what must become of it. The shape of one document of a
 * `*.scenario.yaml` file; schemas/scenario.schema.json is made from it.
 */
const lists = new WeakSet<object>();

/** One item, or a list of them. */
const oneOrMany = <Item extends z.ZodType>(item: Item) => {
  const list = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item));
  lists.add(list);
  return list;
};

const DURATION = /^(\d{1,6}(?:\.\d{1,3})?) ?(ms|s|min)$/;
const UNIT_MS = { ms: 1, s: 1_000, min: 60_000 } as const;
const MOST_MS = 30 * 60_000;

/** Sentences of this schema's own checks; scenarioText.ts says them in the reader's language. */
export const A_TIME = "must be a time such as 5s, 300 ms or 2 min";
export const MOST_TIME = "must be more than 0 and at most 30 min";
export const PAST_THE_API = "body goes past the API: leave this out";

/** "5s", "300 ms", "2 min" → milliseconds. */
const duration = z
  .string()
  .regex(DURATION, A_TIME)
  .transform((text) => {
    const [, value = "", unit = "s"] = DURATION.exec(text) ?? [];
    return Number(value) * UNIT_MS[unit as keyof typeof UNIT_MS];
  })
  .refine((ms) => ms > 0 && ms <= MOST_MS, MOST_TIME);

/** YAML reads 4000 as a number: it is a text here. */
const text = z.union([z.string(), z.number()]).transform(String);
const pattern = text.describe("The whole text. * stands for any characters.");
const count = z.int().min(0);
const command = z.union([z.string().min(1), z.array(z.string()).min(1)]);

const faultIds = faults.map(({ id }) => id);

const settings = z.strictObject({
  credit: z.number().optional().describe("Tenant.credit_balance, in won."),
  active: z.boolean().optional().describe("Tenant.messaging_is_active."),
  recipient: text.optional().describe("Number of student 1 and of the parent, in any form."),
  template: z.string().optional().describe("Text of template 1, which is approved."),
  variables: z.record(z.string(), text).optional().describe("Variables of the stack's worker, such as SOLAPI_MOCK."),
});

const given = z.strictObject({
  tenant: z.string().default(SAMPLE_TENANT).describe("Code of the tenant that sends."),
  sender: text.optional().describe('Tenant.messaging_sender before the send. "" empties it.'),
  settings: settings.optional().describe(`Of the tenant ${SAMPLE_TENANT}, its first student and the worker.`),
  fault: oneOrMany(z.string().meta({ enum: faultIds }))
    .default([])
    .describe("Causes set up before the send: messaging fault list."),
});

const messageExpectation = z.strictObject({
  to: pattern.optional().describe("The recipient's number, as digits."),
  sender: pattern.optional().describe("The number that the message comes from."),
  text: pattern.optional(),
  subject: pattern.optional(),
  type: z.enum(["SMS", "LMS", "MMS", "ATA"]).optional(),
  bytes: count.optional().describe("Length of the text in EUC-KR."),
  code: pattern.optional().describe("The provider's newest code: 4000 is delivered by the carrier."),
});

const rowExpectation = z.strictObject({
  success: z.boolean().optional(),
  failure_reason: pattern.optional(),
  recipient_summary: pattern.optional(),
});

const verdictExpectation = {
  outcome: z
    .enum(["ok", "blocked", "degraded", "silent", "ambiguous", "skipped", "unknown"])
    .optional()
    .describe("What became of it. ok: it reached the provider."),
  layer: z
    .enum([...layers, "none"])
    .optional()
    .describe("The layer that stopped it."),
  cause: z
    .string()
    .meta({ enum: [...causeIds, "none"] })
    .optional()
    .describe("Id of the cause (docs/causes), or none."),
  attempts: count.optional().describe("How often a worker received each message."),
};

const sendExpectation = z.strictObject({ ...verdictExpectation, ...messageExpectation.omit({ to: true }).shape });

/** States in which a message can be waited for. */
const untilStates = [
  "accepted",
  "delivered",
  "undelivered",
  "refused",
  "skipped",
  "ambiguous",
  "dead-lettered",
  "queued",
] as const;

const send = z
  .strictObject({
    students: z.array(z.int()).optional().describe("Ids of students, for a send through the API."),
    to: z.enum(["student", "parent"]).optional().describe("Whose number; the parent's by default."),
    mode: z.enum(["sms", "alimtalk", "both"]).optional(),
    text: text.optional(),
    subject: text.optional(),
    template: z.int().optional().describe("Id of a template in place of, or for, the text."),
    body: z
      .union([z.string(), z.record(z.string(), z.json())])
      .optional()
      .describe("A body put on the queue as it is, past the API. {trace_id} is replaced."),
    until: z.enum(untilStates).optional().describe("Wait until every message of it is in this state."),
    expect: sendExpectation.optional().describe("What becomes of this send alone."),
  })
  .check(({ value, issues }) => {
    const { body, students, to, mode, text: said, subject, template } = value;
    const ofApi = { students, to, mode, text: said, subject, template };
    const [both] = Object.entries(ofApi).filter(([, each]) => each !== undefined);
    if (body !== undefined && both)
      issues.push({ code: "custom", path: [both[0]], input: value, message: PAST_THE_API });
  });

const expectation = z.strictObject({
  ...verdictExpectation,
  ...messageExpectation.omit({ to: true }).shape,
  inbox: z
    .union([count, z.array(messageExpectation)])
    .optional()
    .describe("What reached a phone: how many, or each message."),
  order: z.enum(["any", "sent"]).default("any").describe("Whether the messages of inbox come in this order."),
  rows: z
    .union([count, z.array(rowExpectation)])
    .optional()
    .describe("New rows of NotificationLog: how many, or each row."),
  sent: count.optional().describe("How many messages were given to Solapi. 0: nothing is sent."),
  within: duration.optional().describe("Judged as soon as it is decided, at the latest after this time: 5s."),
});

export const scenarioSchema = z.strictObject({
  name: z.string().min(1).max(200).transform(maskText),
  given: given.prefault({}),
  own: z
    .strictObject({
      api: command
        .optional()
        .describe("Your API, in place of the stack's, on {port}: python manage.py runserver {port}"),
      worker: command.optional().describe("Your worker, in place of the stack's: python worker.py"),
    })
    .default({}),
  send: oneOrMany(send)
    .optional()
    .describe("Without it: a short SMS to the parent of student 1, or what shows the given fault."),
  expect: expectation,
});

export type MessageScenario = z.output<typeof scenarioSchema>;
/** As a file has it. */
export type WrittenScenario = z.input<typeof scenarioSchema>;
export type WrittenSend = z.input<typeof send>;
export type ScenarioSettings = z.output<typeof settings>;
export type ScenarioSend = z.output<typeof send>;
export type MessageExpectation = z.output<typeof messageExpectation>;
export type RowExpectation = z.output<typeof rowExpectation>;
export type SendExpectation = z.output<typeof sendExpectation>;

/** For editors: completion and hover. */
export const scenarioJsonSchema = (): object =>
  z.toJSONSchema(scenarioSchema, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      if (!lists.has(zodSchema)) return;
      const { items, description } = jsonSchema;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, { ...(description && { description }), anyOf: [items, { type: "array", items }] });
    },
  });
