import { Client } from "pg";
import { refusedNumbers } from "../../fixtures/refusedNumbers";
import type { Backend } from "../django/backend";
import type { RealEnvironment } from "./realEnvironment";

/** How many messages go out. */
export const SENDS = Number(process.env["HISTORY_SENDS"] ?? 300);
const FEW = 6;
const TENANT = "hakwonplus";
const TEXT = "오늘 수업은 6시에 시작합니다.";
/** Far from the sample data's. */
const FIRST_ID = 10_000;
const SEND_PATH = "/api/v1/messaging/send/";

interface PlantedFate {
  layer: string | null;
  cause: string;
  count: number;
  /** The last digits of the recipients' numbers, of which the sandbox makes its answer. */
  code?: string;
  request?: Record<string, unknown>;
  /** What sets it apart. */
  differs?: string[];
}

const long = { raw_body: TEXT.repeat(5) };
const alimtalk = { template_id: 1, message_mode: "alimtalk" };
const kakao = ["type=ATA"];

export const byNumber: readonly PlantedFate[] = [
  {
    cause: "provider.sender-not-registered",
    layer: "provider",
    count: 20,
    code: "1062",
    request: long,
    differs: ["type=LMS"],
  },
  ...refusedNumbers.map((each) => ({ ...each, layer: "provider", count: FEW })),
  {
    cause: "provider.template-mismatch",
    layer: "provider",
    count: FEW,
    code: "1043",
    request: alimtalk,
    differs: kakao,
  },
  {
    cause: "provider.alimtalk-undelivered",
    layer: "provider",
    count: FEW,
    code: "3104",
    request: alimtalk,
    differs: kakao,
  },
];

export const noCredit: PlantedFate = { cause: "worker.credit-insufficient", layer: "worker", count: FEW };

const sum = (plants: readonly PlantedFate[]) => plants.reduce((total, { count }) => total + count, 0);

export const fine: PlantedFate = { cause: "none", layer: null, count: SENDS - sum([...byNumber, noCredit]) };

/** Sends to new students through Django, and resolves once each message has its row and is deleted. */
export async function plantHistory({ backend, queueEvents }: RealEnvironment): Promise<void> {
  const database = new Client({ connectionString: backend.databaseUrl });
  await database.connect();
  try {
    await plant(backend, database, (count, work) => untilDeleted(queueEvents, count, work));
  } finally {
    await database.end();
  }
}

/** Resolves once so many messages are deleted; the worker deletes a message after it has stored its row. */
async function untilDeleted(events: RealEnvironment["queueEvents"], count: number, work: Work): Promise<void> {
  const all = Promise.withResolvers<void>();
  let deleted = 0;
  const subscription = events.subscribe(({ type }) => {
    if (type === "queue.deleted" && ++deleted === count) all.resolve();
  });
  try {
    await work();
    await all.promise;
  } finally {
    void subscription.dispose();
  }
}

type Work = () => Promise<void>;

async function plant(
  backend: Backend,
  database: Client,
  settled: (count: number, work: Work) => Promise<void>,
): Promise<void> {
  const numbers = [
    ...byNumber.flatMap(({ code = "", count }) => Array<string>(count).fill(`0100000${code}`)),
    ...Array.from({ length: fine.count + noCredit.count }, (_, index) => `010${String(31_000_000 + index)}`),
  ];
  await fillTenant(database, numbers);
  const { access } = await backend.login();
  const send = async (student_ids: number[], request: Record<string, unknown> = {}) => {
    const response = await fetch(backend.url + SEND_PATH, {
      method: "POST",
      headers: { authorization: `Bearer ${access}`, "x-tenant-code": TENANT, "content-type": "application/json" },
      body: JSON.stringify({ student_ids, raw_body: TEXT, ...request }),
    });
    const { enqueued } = (await response.json()) as { enqueued?: number };
    if (enqueued !== student_ids.length) throw new Error(`${enqueued} of ${student_ids.length}: ${response.status}`);
  };
  let next = FIRST_ID;
  const take = (count: number) => Array.from({ length: count }, () => next++);
  const planted = byNumber.map(({ count, request }) => ({ ids: take(count), request }));
  const last = take(fine.count);
  await settled(SENDS - noCredit.count, async () => {
    for (const request of [undefined, long, alimtalk]) {
      const ids = planted.filter((each) => each.request === request).flatMap((each) => each.ids);
      await send(request ? ids : [...ids, ...last], request);
    }
  });
  await setCredit(database, 0);
  await settled(noCredit.count, () => send(take(noCredit.count)));
  await setCredit(database, 1_000_000);
}

/** Students with these numbers, and credit for all. */
async function fillTenant(database: Client, numbers: readonly string[]): Promise<void> {
  await setCredit(database, 1_000_000);
  await database.query(
    `INSERT INTO students_student (id, tenant_id, name, parent_phone)
     SELECT $2 + n - 1, tenant.id, '학생', number
     FROM core_tenant AS tenant, unnest($3::text[]) WITH ORDINALITY AS list (number, n) WHERE tenant.code = $1`,
    [TENANT, FIRST_ID, numbers],
  );
}

const setCredit = (database: Client, won: number) =>
  database.query("UPDATE core_tenant SET credit_balance = $2 WHERE code = $1", [TENANT, won]);
