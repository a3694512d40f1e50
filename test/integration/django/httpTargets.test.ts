import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import fs from "node:fs/promises";
import { ExpectedError } from "../../../src/common/errors";
import { environmentSettings } from "../../../src/targets/settings/environmentSettings";
import type { SecretName, SecretSource } from "../../../src/targets/settings/environmentSettings";
import { createHttpApiTarget } from "../../../src/targets/http/httpApiTarget";
import { ApiAccess } from "../../../src/targets/http/apiAccess";
import { createHttpTenantTarget } from "../../../src/targets/http/httpTenantTarget";
import { QueueFixture } from "../queue/queueFixture";
import { expiredToken, startBackend } from "./backend";
import type { Backend } from "./backend";
import { requireDjango } from "./requirements";

const refused = (reason: string) => (error: unknown) => ExpectedError.is(error, reason);

/** Secrets in memory, as SecretStorage keeps them. */
class Secrets implements SecretSource {
  readonly values: Partial<Record<SecretName, string>>;

  constructor(values: Partial<Record<SecretName, string>> = {}) {
    this.values = values;
  }

  get(name: SecretName): Promise<string | undefined> {
    return Promise.resolve(this.values[name]);
  }

  set(name: SecretName, value: string): Promise<void> {
    this.values[name] = value;
    return Promise.resolve();
  }
}

const settingsOf = (url: string) => environmentSettings.parse({ tenantCode: "hakwonplus", api: { url } }).api!;

describe("the API and its tenant data by HTTP, on Django", () => {
  let queue: QueueFixture;
  let backend: Backend;

  before(async function () {
    await requireDjango(this);
    queue = await QueueFixture.start();
    const { queueName, endpoint } = queue.server;
    backend = await startBackend({ env: { MESSAGING_SQS_QUEUE_NAME: queueName, AWS_ENDPOINT_URL_SQS: endpoint } });
  });
  after(async () => {
    await backend?.stop();
    await queue?.stop();
  });

  const api = (secrets: SecretSource) => createHttpApiTarget(settingsOf(backend.url), "hakwonplus", secrets);
  const tenants = (secrets: SecretSource) => createHttpTenantTarget(settingsOf(backend.url), "hakwonplus", secrets);
  const loggedIn = async () => new Secrets({ apiToken: (await backend.login()).access });
  const requestsTo = async (path: string) => (await fs.readFile(backend.logFile, "utf8")).split(path).length - 1;

  it("logs in, keeps the tokens, and sends", async () => {
    const secrets = new Secrets();
    const target = api(secrets);
    await assert.rejects(target.check(), refused("token-missing"));
    await assert.rejects(
      new ApiAccess(settingsOf(backend.url), secrets).login("staff", "wrong"),
      refused("login-refused"),
    );
    await new ApiAccess(settingsOf(backend.url), secrets).login("staff", "staff");
    assert.deepEqual(Object.keys(secrets.values).sort(), ["apiRefreshToken", "apiToken"]);
    assert.equal((await target.check()).status, 200);
    const answer = await target.send("hakwonplus", {
      student_ids: [1, 2, 3, 4, 5],
      raw_body: "안녕하세요 #{student_name_2}",
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, { detail: "발송 예정 2건입니다.", enqueued: 2, skipped_no_phone: 1 });
    const bodies = (await queue.receive(queue.client())).map(
      ({ Body }) => JSON.parse(Body!) as Record<string, unknown>,
    );
    assert.deepEqual(bodies.map(({ to, text }) => [to, text]).sort(), [
      ["01012345678", "안녕하세요 김민"],
      ["01034567890", "안녕하세요 이서"],
    ]);
    assert.match(
      await fs.readFile(backend.logFile, "utf8"),
      / \[INFO\] \[apps\.support\.messaging\.services\] Messaging job enqueued: to=0101\*\*\*\*/,
    );
  });

  it("gives the backend's refusals back as they are", async () => {
    const target = api(await loggedIn());
    const request = { student_ids: [1], raw_body: "안녕" };
    const details = async (tenantCode: string, changes: object) => {
      const { status, body } = await target.send(tenantCode, { ...request, ...changes });
      return [status, body];
    };
    assert.deepEqual(await details("nowhere", {}), [
      404,
      { detail: "Tenant 'nowhere' not found", code: "tenant_invalid" },
    ]);
    assert.deepEqual(await details("hakwonplus", { raw_body: "" }), [
      400,
      { raw_body: ["직접 입력 본문을 넣거나 템플릿을 선택해 주세요."] },
    ]);
    assert.deepEqual(await details("saessak", { student_ids: [4] }), [
      400,
      { detail: "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요." },
    ]);
    assert.deepEqual(await details("hakwonplus", { student_ids: [4] }), [
      400,
      { detail: "선택한 학생을 찾을 수 없거나 삭제된 학생입니다." },
    ]);
    assert.deepEqual(await details("hakwonplus", { template_id: 99 }), [404, { detail: "템플릿을 찾을 수 없습니다." }]);
    assert.equal((await details("hakwonplus", { message_mode: "alimtalk", template_id: 2 }))[0], 400);
    const student = api(new Secrets({ apiToken: (await backend.login("student")).access }));
    assert.deepEqual((await student.send("hakwonplus", request)).body, { detail: "Staff membership required." });
  });

  it("answers 200 with nothing enqueued where SQS fails, as the real one", async () => {
    const target = api(await loggedIn());
    queue.server.setFault("denied", { operation: "SendMessage", code: "AccessDenied" });
    try {
      const { status, body } = await target.send("hakwonplus", { student_ids: [1], raw_body: "안녕" });
      assert.deepEqual([status, body], [200, { detail: "발송 예정 0건입니다.", enqueued: 0, skipped_no_phone: 0 }]);
    } finally {
      queue.server.setFault("denied", undefined);
    }
    assert.match(await fs.readFile(backend.logFile, "utf8"), /Failed to send message to .*AccessDenied/);
  });

  it("refreshes an expired token once for all who wait for it", async () => {
    const { refresh } = await backend.login();
    const secrets = new Secrets({ apiToken: expiredToken(), apiRefreshToken: refresh });
    const target = api(secrets);
    const before = await requestsTo("/api/v1/token/refresh/");
    const [sent, ...checks] = await Promise.all([
      target.send("hakwonplus", { student_ids: [1], raw_body: "한 번" }),
      ...Array.from({ length: 5 }, () => target.check()),
    ]);
    assert.equal((sent.body as { enqueued: number }).enqueued, 1);
    assert.deepEqual(
      checks.map(({ status }) => status),
      [200, 200, 200, 200, 200],
    );
    assert.notEqual(secrets.values.apiToken, expiredToken());
    assert.equal(await requestsTo("/api/v1/token/refresh/"), before + 1);
  });

  it("shows the 401 where the refresh token is refused, too", async () => {
    const secrets = new Secrets({ apiToken: "wrong-token", apiRefreshToken: "wrong" });
    assert.equal((await api(secrets).check()).status, 401);
    await assert.rejects(tenants(secrets).tenant("hakwonplus"), refused("token-refused"));
    assert.equal(secrets.values.apiToken, "wrong-token");
  });

  it("reads and fixes the tenant of the token", async () => {
    const target = tenants(await loggedIn());
    assert.deepEqual(await target.record("saessak"), {
      code: "saessak",
      messaging_sender: "",
      credit_balance: "10000",
      messaging_base_price: "8.40",
      messaging_is_active: true,
    });
    const fixed = await target.setSender("saessak", "", "0311112222");
    assert.equal(fixed.messagingSender, "0311112222");
    await assert.rejects(target.setSender("saessak", "", "0313334444"), refused("sender-changed"));
    await assert.rejects(target.setSender("saessak", "0311112222", "0".repeat(21)), refused("invalid-sender"));
    await assert.rejects(target.tenant(`"; DROP TABLE core_tenant; --`), refused("tenant-not-found"));
    assert.equal((await target.setSender("saessak", "0311112222", "")).messagingSender, "");
    await assert.rejects(target.tenants(), refused("not-offered"));
    await assert.rejects(target.schema(), refused("not-offered"));
  });

  it("reads the rows since an id over several pages", async () => {
    const target = tenants(await loggedIn());
    assert.equal(await target.lastLogId(), 0);
    await backend.python(
      `from apps.support.messaging.models import NotificationLog as L
L.objects.bulk_create(L(tenant_id=1, success=n % 2 == 0, recipient_summary="0101****", failure_reason="잔액") for n in range(130))`,
    );
    assert.equal(await target.lastLogId(), 130);
    const rows = await target.notificationLogs(10);
    assert.deepEqual(
      rows.map(({ id }) => Number(id)),
      Array.from({ length: 120 }, (_, index) => index + 11),
    );
    assert.match(rows[0]!.sent_at, /Z$/);
    assert.deepEqual(await target.notificationLogs(0, "saessak"), []);
  });

  it("keeps 4 KB of an exception's page, without token and cookies", async () => {
    const { access: apiToken } = await backend.login();
    const renameStudents = (from: string, to: string) =>
      backend.python(
        `from django.db import connection
connection.cursor().execute("ALTER TABLE ${from} RENAME TO ${to}")`,
      );
    await Promise.all([backend.serve({ DJANGO_DEBUG: "1" }), renameStudents("students_student", "gone")]);
    try {
      const { status, body } = await api(new Secrets({ apiToken })).send("hakwonplus", {
        student_ids: [1],
        raw_body: "안녕",
      });
      assert.equal(status, 500);
      assert.match(String(body), /^OperationalError at \/api\/v1\/messaging\/send\//);
      assert.ok(String(body).length < 4_200);
      assert.ok(!String(body).includes(apiToken));
    } finally {
      await Promise.all([backend.serve(), renameStudents("gone", "students_student")]);
    }
  });
});

describe("the API by HTTP, on servers that misbehave", () => {
  let server: Server;
  let other: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const seen: string[] = [];
  const apiToken = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoxfQ.signature";

  const listen = async (handler: (request: IncomingMessage, response: ServerResponse) => void) => {
    const started = createServer(handler).listen(0, "127.0.0.1");
    await once(started, "listening");
    return started;
  };
  const urlOf = (each: Server) => `http://127.0.0.1:${(each.address() as AddressInfo).port}`;
  const target = () => createHttpApiTarget(settingsOf(urlOf(server)), "hakwonplus", new Secrets({ apiToken }));
  const send = () => target().send("hakwonplus", { student_ids: [1], raw_body: "안녕" });

  before(async () => {
    server = await listen((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      answer(request, response);
    });
    other = await listen((request, response) => {
      seen.push(`other: ${request.headers.authorization ?? "no token"}`);
      response.end();
    });
  });
  beforeEach(() => void (seen.length = 0));
  after(() => {
    for (const each of [server, other]) {
      each.closeAllConnections();
      each.close();
    }
  });

  it("keeps 4 KB of 150 KB of HTML, without token and cookies", async () => {
    answer = (_request, response) => {
      response.writeHead(500, { "content-type": "text/html" });
      const meta = `<td>HTTP_AUTHORIZATION</td><td><pre>&#x27;Bearer ${apiToken}&#x27;</pre></td>
<td>HTTP_COOKIE</td><td class="code"><pre>sessionid=s3cr3tsession; csrftoken=s3cr3tcsrf</pre></td><td>01012345678</td>`;
      response.end(`<!doctype html><title>OperationalError at /send/</title>${meta}${"<p>x</p>".repeat(19_000)}`);
    };
    const { status, body } = await send();
    assert.equal(status, 500);
    const text = String(body);
    assert.ok(text.length < 4_200 && text.includes("OperationalError"));
    for (const secret of [apiToken, "signature", "s3cr3t", "01012345678"]) assert.ok(!text.includes(secret), secret);
  });

  it("does not follow a redirect with the token", async () => {
    answer = (_request, response) => response.writeHead(307, { location: `${urlOf(other)}/send/?x=1` }).end();
    const { status, body } = await send();
    assert.equal(status, 307);
    assert.equal(body, `Redirected to ${urlOf(other)}/send/`);
    assert.deepEqual(seen, ["POST /api/v1/messaging/send/"]);
  });

  it("reaches a server that ends kept connections when the next request is on its way (it was said to be unreachable)", async () => {
    const used = new Set<unknown>();
    answer = ({ socket }, response) => {
      if (used.has(socket)) return void socket.destroy();
      used.add(socket);
      response.writeHead(200, { "content-type": "application/json", connection: "keep-alive" }).end("{}");
    };
    for (let request = 1; request <= 5; request++) assert.equal((await send()).status, 200);
    assert.equal(seen.length, 5);
  });

  it("sends once, whatever becomes of it", async () => {
    answer = (request) => request.socket.destroy();
    await assert.rejects(send(), (error: unknown) => {
      assert.ok(ExpectedError.is(error, "api-unreachable"));
      assert.ok((error.cause as { code?: string }).code);
      return true;
    });
    answer = (_request, response) => response.writeHead(503).end("busy");
    assert.equal((await send()).status, 503);
    assert.deepEqual(seen, ["POST /api/v1/messaging/send/", "POST /api/v1/messaging/send/"]);
  });

  it("ends with its caller, also in the middle of a body", async () => {
    const abort = new AbortController();
    answer = (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write(`{"detail":`);
      abort.abort(new Error("left"));
    };
    const asked = target().send("hakwonplus", { student_ids: [1], raw_body: "안녕" }, abort.signal);
    await assert.rejects(asked, /left/);
  });
});
