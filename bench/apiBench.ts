import { execFileSync } from "node:child_process";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { StackClient } from "../src/runtime/control/stackClient";
import { startBackend } from "../test/integration/django/backend";
import type { Backend } from "../test/integration/django/backend";
import { python } from "../test/integration/django/requirements";
import { StackFixture, sqsCredentials } from "../test/integration/stack/stackFixture";

const STUDENTS = 1_000;
const ROUNDS = 5;
const TENANT = "hakwonplus";
const TEXT = "오늘 수업은 6시에 시작합니다.";
/** Far from the sample data's. */
const FIRST_ID = 10_000;
const BATCH = 10;
/** As the API sends them. */
const PARALLEL_BATCHES = 8;

type Send = () => Promise<void>;

/**
 * One request for 1,000 students through the API, beside the bare SDK that puts the same bodies on the same queue, and
 * beside Django that calls send_message once for each.
 */
export async function benchApi(isQuick: boolean): Promise<void> {
  const [count, rounds] = isQuick ? [100, 1] : [STUDENTS, ROUNDS];
  const ids = Array.from({ length: count }, (_, index) => FIRST_ID + index);
  const stack = await StackFixture.start();
  let django: Backend | undefined;
  try {
    const { client } = stack;
    await client.importStudents(
      TENANT,
      ids.map((id) => ({ id, name: "학생", phone: null, parentPhone: `010${30_000_000 + id}` })),
    );
    await client.worker("stop");
    if (hasDjango()) django = await startDjango(client, ids);
    else console.log("Django is not installed: it is left out");
    const sends: Record<string, Send> = {
      api: () => throughApi(client, ids),
      sdk: () => bySdk(client, ids),
      ...(django && { django: await throughDjango(django, ids) }),
    };
    const rates = new Map<string, number[]>(Object.keys(sends).map((name) => [name, []]));
    for (const send of Object.values(sends)) await send(); // code is loaded, connections are open
    for (let round = 0; round < rounds; round++)
      for (const [name, send] of Object.entries(sends)) {
        const startedAt = performance.now();
        await send();
        rates.get(name)!.push((count * 1_000) / (performance.now() - startedAt));
      }
    report(new Map([...rates].map(([name, each]) => [name, median(each)])));
  } finally {
    await django?.stop();
    await stack.stop();
  }
}

function report(rates: ReadonlyMap<string, number>): void {
  for (const [name, rate] of rates) console.log(`${name}: ${rate.toFixed(0)} messages a second`);
  const ratio = (other: string) => (rates.has(other) ? (rates.get("api")! / rates.get(other)!).toFixed(2) : "–");
  console.log(`the API is ${ratio("sdk")} × the bare SDK (at least 0.8), ${ratio("django")} × Django (at least 10)`);
}

async function throughApi(client: StackClient, ids: number[]): Promise<void> {
  const { status, body } = await client.send(TENANT, { student_ids: ids, raw_body: TEXT });
  requireAll(status, body, ids.length);
}

async function bySdk(client: StackClient, ids: readonly number[]): Promise<void> {
  const { sqsEndpoint: endpoint, queueUrl: QueueUrl } = client.address;
  const sqs = new SQSClient({ region: "ap-northeast-2", endpoint, credentials: sqsCredentials(client) });
  const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  ).values();
  const sendNext = async (): Promise<void> => {
    for (const batch of batches) {
      const Entries = batch.map((id) => ({ Id: String(id), MessageBody: bodyFor(id) }));
      const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`${Failed.length} messages were refused: ${Failed[0]?.Message}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL_BATCHES }, sendNext));
  } finally {
    sqs.destroy();
  }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const bodyFor = (id: number) =>
  JSON.stringify({
    tenant_id: 1,
    to: `010${30_000_000 + id}`,
    text: TEXT,
    sender: null,
    reservation_id: null,
    message_mode: "sms",
    template_id: null,
    trace_id: `sdk-${id}-${Math.random().toString(36).slice(2)}`,
  });

async function startDjango({ address }: StackClient, ids: readonly number[]): Promise<Backend> {
  const django = await startBackend({
    env: {
      AWS_ENDPOINT_URL_SQS: address.sqsEndpoint,
      AWS_ACCESS_KEY_ID: address.awsAccessKeyId ?? "any",
      AWS_SECRET_ACCESS_KEY: "any",
      AWS_REGION: "ap-northeast-2",
      MESSAGING_SQS_QUEUE_NAME: new URL(address.queueUrl).pathname.split("/").at(-1)!,
    },
  });
  await django.python(
    [
      "from apps.core.models import Tenant",
      "from apps.domains.students.models import Student",
      `tenant = Tenant.objects.get(code="${TENANT}")`,
      `Student.objects.bulk_create([Student(id=id, tenant=tenant, name="학생", parent_phone="010%d" % (30000000 + id)) for id in range(${ids[0]}, ${ids.at(-1)! + 1})])`,
    ].join("\n"),
  );
  return django;
}

async function throughDjango(django: Backend, ids: readonly number[]): Promise<Send> {
  const { access } = await django.login();
  const headers = {
    authorization: `Bearer ${access}`,
    "x-tenant-code": TENANT,
    "content-type": "application/json",
  };
  return async () => {
    const body = JSON.stringify({ student_ids: ids, raw_body: TEXT });
    const response = await fetch(`${django.url}/api/v1/messaging/send/`, { method: "POST", headers, body });
    requireAll(response.status, await response.json(), ids.length);
  };
}

function requireAll(status: number, body: unknown, count: number): void {
  if (status !== 200 || (body as { enqueued?: number }).enqueued !== count)
    throw new Error(`not all were enqueued: ${status} ${JSON.stringify(body).slice(0, 300)}`);
}

function hasDjango(): boolean {
  try {
    execFileSync(python, ["-c", "import django, gunicorn, boto3"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
