import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fieldsOf, readFields } from "../../../src/operations/inquiry/filter/inquiryFields";
import { exportMessages } from "../../../src/operations/handOver/exportMessages";
import { handOverText, readHandOver } from "../../../src/operations/handOver/handOverFile";
import type { CauseGroup } from "../../../src/operations/inquiry/causeGroups";
import { findMessages } from "../../../src/operations/inquiry/findMessages";
import type { Inquiry } from "../../../src/operations/inquiry/findMessages";
import type { SendRequest } from "../../../src/runtime/control/stackContract";
import type { StackClient } from "../../../src/runtime/control/stackClient";
import { endsMessage } from "../../../src/runtime/message/messageEnd";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { AuditLog } from "../../../src/targets/safety/auditLog";
import { refusedNumbers } from "../../fixtures/refusedNumbers";
import { StackFixture, enqueueMany } from "../stack/stackFixture";

const TOTAL = 2_000;
const FEW = 12;
const TENANT = "hakwonplus";
const TEXT = "오늘 수업은 6시에 시작합니다.";

/** What is planted: how many, and the cause and layer that must be told. */
interface Plant {
  cause: string;
  layer: string | null;
  count: number;
  /** The recipient's number, of which the sandbox takes the last four digits for its answer. */
  code?: string;
  request?: Partial<SendRequest>;
}

const long: Partial<SendRequest> = { raw_body: TEXT.repeat(5) };
const alimtalk: Partial<SendRequest> = { template_id: 1, message_mode: "alimtalk" };

/** By the number of the recipient: all of these go out in three requests. */
const byNumber: readonly Plant[] = [
  { cause: "provider.sender-not-registered", layer: "provider", count: 40, code: "1062", request: long },
  ...refusedNumbers.map((each) => ({ ...each, layer: "provider", count: FEW })),
  { cause: "provider.template-mismatch", layer: "provider", count: FEW, code: "1043", request: alimtalk },
  { cause: "provider.template-not-found", layer: "provider", count: FEW, code: "1042", request: alimtalk },
  { cause: "provider.alimtalk-undelivered", layer: "provider", count: FEW, code: "3104", request: alimtalk },
  { cause: "api.recipients-skipped", layer: "api", count: FEW, code: "" },
];

/** By the request, which the API refuses for each of its students. */
const byRequest: readonly Plant[] = [
  { cause: "api.template-not-found", layer: "api", count: FEW, request: { template_id: 4_711 } },
  {
    cause: "api.template-not-approved",
    layer: "api",
    count: FEW,
    request: { template_id: 2, message_mode: "alimtalk" },
  },
  { cause: "api.validation", layer: "api", count: FEW, request: { raw_body: "" } },
];

/** By a fault while they are sent. */
const byFault: readonly Plant[] = [
  // Refused before the API reads whom it is for.
  { cause: "api.rate-limited", layer: "api", count: 1 },
  { cause: "api.sender-empty", layer: "api", count: FEW },
  { cause: "api.tenant-not-resolved", layer: "api", count: 1 },
  { cause: "worker.credit-insufficient", layer: "worker", count: FEW },
];

/** By what another producer puts on the queue. */
const byBody: readonly (Plant & { body: (index: number) => string })[] = [
  { cause: "worker.message-not-json", layer: "worker", count: FEW, body: (index) => `no JSON ${index}` },
  {
    cause: "worker.message-no-tenant",
    layer: "worker",
    count: FEW,
    body: (index) => JSON.stringify({ to: "01012345678", text: TEXT, trace_id: `no-tenant-${index}` }),
  },
  {
    cause: "worker.message-format",
    layer: "worker",
    count: FEW,
    body: (index) => JSON.stringify({ tenant_id: 1, text: TEXT, trace_id: `no-number-${index}` }),
  },
];

const unknown: Plant = { cause: "api.students-not-found", layer: "api", count: FEW };
const waiting: Plant = { cause: "worker.not-running", layer: "worker", count: FEW };
const cancelled: Plant = { cause: "worker.reservation-cancelled", layer: "worker", count: FEW };

const planted: readonly Plant[] = [...byNumber, ...byRequest, ...byFault, ...byBody, unknown, waiting, cancelled];
const fine = TOTAL - planted.reduce((total, { count }) => total + count, 0);

describe("a history of 2,000 sends with 24 planted fates", function () {
  this.timeout(180_000);
  let stack: StackFixture;
  let found: Inquiry;
  let file: string;

  before(async () => {
    stack = await StackFixture.start();
    giveCredit(stack.stateDir);
    await plant(stack.client);
    const environment = createLocalEnvironment(stack.client);
    const clock = { now: Date.now(), zone: "Asia/Seoul" };
    const context = {
      signal: new AbortController().signal,
      language: "en" as const,
      interaction: { progress: () => undefined } as never,
      audit: new AuditLog(stack.stateDir),
    };
    found = await findMessages(environment, readFields(fieldsOf(""), clock), TOTAL, context);
    file = handOverText(await exportMessages(environment, {}, context));
  });
  after(() => stack.stop());

  it("tells the cause and the layer of each, and the groups add up", () => {
    const told = found.groups.map(({ cause, layer, count }) => `${cause} at ${layer}: ${count}`).sort();
    const expected = [...planted, { cause: "none", layer: null, count: fine }]
      .map(({ cause, layer, count }) => `${cause} at ${layer}: ${count}`)
      .sort();
    assert.deepEqual(told, expected);
    assert.equal(
      found.groups.reduce((total, { count }) => total + count, 0),
      TOTAL,
    );
    assert.ok(found.looked.every(({ complete }) => complete));
  });

  it("names what sets a group apart where that was planted, and nothing elsewhere", () => {
    const kakao = ["mode=alimtalk", "template=KA01TP260305010000000checkin0001", "type=ATA"];
    const apart: Record<string, string[]> = {
      "provider.sender-not-registered": ["length=≤ 2000", "type=LMS"],
      "provider.template-mismatch": kakao,
      "provider.template-not-found": kakao,
      "provider.alimtalk-undelivered": kakao,
    };
    for (const { cause, differs } of found.groups)
      assert.deepEqual(differs.map(({ field, value }) => `${field}=${value}`).sort(), apart[cause] ?? [], cause);
  });

  it("is handed over whole, without a number, a name or a text", () => {
    const { inquiry, cases } = readHandOver(file);
    const told = ({ cause, layer, outcome, count }: CauseGroup) => `${cause} at ${layer}, ${outcome}: ${count}`;
    assert.deepEqual(inquiry.groups.map(told).sort(), found.groups.map(told).sort());
    assert.equal(inquiry.messages.length, TOTAL);
    const verdicts = new Set(cases.map(({ diagnosis }) => diagnosis.verdict.cause));
    assert.deepEqual([...verdicts].sort(), [...new Set(found.groups.map(({ cause }) => cause))].sort());
    assert.doesNotMatch(file, /(?<![\dA-Z])0(?:10|2)-?\d{3,4}-?\d{4}(?!\d)/);
    assert.ok(!file.includes(TEXT.slice(0, 8)));
  });

  it("says what changed before a cause began", () => {
    const { changed = [] } = found.groups.find(({ cause }) => cause === "provider.sender-not-registered") ?? {};
    assert.deepEqual(
      changed.map(({ what }) => what),
      ["type was SMS, then LMS"],
    );
  });
});

/** The sample tenant's lasts for 1,190 messages. */
function giveCredit(stateDir: string): void {
  const database = new DatabaseSync(path.join(stateDir, "store.sqlite"));
  try {
    database.prepare("UPDATE core_tenant SET credit_balance = ? WHERE code = ?").run("1000000", TENANT);
  } finally {
    database.close();
  }
}

const FIRST = 10_000;

async function plant(client: StackClient): Promise<void> {
  const { seq } = await client.snapshot();
  const events = client.events(seq);
  const numbers = [...byNumber.flatMap(({ code, count }) => Array<string>(count).fill(code!))];
  const parents = [
    ...numbers.map((code) => (code === "" ? null : `0100000${code}`)),
    ...Array.from({ length: fine + 200 }, (_, index) => `010${String(31_000_000 + index)}`),
  ];
  await client.importStudents(
    TENANT,
    parents.map((parentPhone, index) => ({ id: FIRST + index, name: `학생 ${index}`, phone: null, parentPhone })),
  );
  const ids = (from: number, count: number) => Array.from({ length: count }, (_, index) => FIRST + from + index);
  const send = (student_ids: number[], request: Partial<SendRequest> = {}) =>
    client.send(TENANT, { student_ids, raw_body: TEXT, ...request });

  let at = 0;
  const taken = byNumber.map((each) => ({ each, ids: ids((at += each.count) - each.count, each.count) }));
  const of = (kind: readonly Plant[]) => taken.filter(({ each }) => kind.includes(each)).flatMap((own) => own.ids);
  let next = numbers.length;
  const take = (count: number) => ids((next += count) - count, count);

  const sentAs = (wanted?: Partial<SendRequest>) => of(byNumber.filter(({ request }) => request === wanted));
  await send([...sentAs(), ...take(fine), ...ids(900_000, unknown.count)]);
  await send(sentAs(long), long);
  await send(sentAs(alimtalk), alimtalk);
  for (const { request, count } of byRequest) await send(take(count), request);
  for (const { body, count } of byBody) for (let index = 0; index < count; index++) await client.enqueue(body(index));
  await client.injectFault("worker.reservation-cancelled");
  const reservation = (await client.faults()).find(({ id }) => id === "worker.reservation-cancelled")?.send;
  const { reservation_id } = JSON.parse((reservation as { body: string }).body) as { reservation_id: number };
  await enqueueMany(client, "cancelled", cancelled.count, () => ({ tenant_id: 1, reservation_id }));
  // A refused request ends as one.
  await ended(events, fine + sum(byNumber) + unknown.count + byRequest.length + sum(byBody) + cancelled.count, 2 * FEW);
  for (const { cause, count } of byFault) {
    await client.injectFault(cause);
    const { traceIds } = await send(take(count));
    if (cause.startsWith("worker.")) await ended(events, count, 0, new Set(traceIds));
    await client.clearFaults();
  }
  await client.injectFault("worker.not-running");
  await send(take(waiting.count));
  await events.return(undefined);
}

const sum = (plants: readonly Plant[]) => plants.reduce((total, { count }) => total + count, 0);

/** Reads events until the worker has done with so many messages (of `own`), and the carrier failed so many. */
async function ended(
  events: ReturnType<StackClient["events"]>,
  count: number,
  failed: number,
  own?: ReadonlySet<string>,
): Promise<void> {
  const seen = new Set<string>();
  const undelivered = new Set<string>();
  while (seen.size < count || undelivered.size < failed) {
    const { value, done } = await events.next();
    if (done) throw new Error(`The events ended after ${seen.size} of ${count} messages`);
    const { type, traceId } = value;
    if (endsMessage(type) && !type.startsWith("provider.") && (own?.has(traceId) ?? true)) seen.add(traceId);
    if (type === "provider.undelivered") undelivered.add(traceId);
  }
}
