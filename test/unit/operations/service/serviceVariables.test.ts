import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import type { AddressInfo } from "node:net";
import { takenPortWarnings } from "../../../../src/operations/program/takenPort";
import { isPortTaken, listeningPort, portsHere } from "../../../../src/operations/program/service/portsHere";
import { namesRealAccount, withoutRealAccount } from "../../../../src/operations/program/service/realAccount";
import { hostsHere } from "../../../../src/operations/program/service/serviceHosts";
import type { PublishedPort } from "../../../../src/targets/discovery/compose/composeFile";

const at = { file: "compose.yaml", line: 1 };
const port = (target: number, published: number): PublishedPort => ({ host: "127.0.0.1", target, published, at });

describe("the variables of a compose service, for this machine", () => {
  it("lead to nothing of the real account, whatever their names", () => {
    const real = { secret: "realsecretrealsecret", key: "AKIAABCDEFGHIJKLMNOP", solapi: "solapi-secret-1" };
    const own = {
      AWS_REGION: "ap-northeast-2",
      AWS_ACCESS_KEY_ID: "AKIALOCAL",
      MESSAGING_SQS_QUEUE_NAME: "local-jobs",
    };
    const { kept, leftOut } = withoutRealAccount(
      new Map([
        ["AWS_ACCESS_KEY_ID", real.key],
        ["AWS_REGION", "us-east-1"],
        ["SQS_QUEUE_NAME", "prod-jobs"],
        ["MESSAGING_SQS_REGION", "us-east-1"],
        ["AWS_SESSION_TOKEN", "x"],
        ["QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/1/prod-jobs"],
        ["JOBS", "https://sqs.us-east-1.amazonaws.com/1/prod-jobs"],
        ["DATABASE_URL", "postgres://a:b@prod.x.rds.amazonaws.com/academy"],
        ["BROKER", `sqs://${real.key}:y@`],
        ["COPY", `a ${real.secret} b`],
        ["OTHER_KEY", real.solapi],
        ["ROLE", "arn:aws:iam::1:role/x"],
        ["COOLSMS_KEY", "NCS1"],
        ["DJANGO_SETTINGS_MODULE", "config.settings"],
        ["DEBUG", ""],
      ]),
      own,
      [
        ["AWS_SECRET_ACCESS_KEY", real.secret],
        ["SOLAPI_API_SECRET", real.solapi],
        ["AWS_CLI_TOKEN", "config"], // too short to be looked for
      ],
    );
    assert.deepEqual(
      [...kept],
      [
        ["SQS_QUEUE_NAME", "local-jobs"],
        ["MESSAGING_SQS_REGION", "ap-northeast-2"],
        ["DJANGO_SETTINGS_MODULE", "config.settings"],
        ["DEBUG", ""],
      ],
    );
    const expected = "AWS_SESSION_TOKEN QUEUE_URL JOBS DATABASE_URL BROKER COPY OTHER_KEY ROLE COOLSMS_KEY";
    assert.equal(leftOut.join(" "), expected);
    assert.ok(namesRealAccount("--queue=https://sqs.us-east-1.amazonaws.com/1/x") && !namesRealAccount("--once"));
  });

  it("name other services where they publish their ports, and whatever only looks like one is kept", () => {
    const services = new Map([
      ["db", { ports: [port(5432, 15432)] }],
      ["redis", { ports: [port(6379, 6379)], containerName: { value: "academy-redis", at } }],
      ["api", { ports: [] }],
    ]);
    const here = (values: Record<string, string>) => {
      const found = hostsHere(new Map(Object.entries(values)), services);
      return [Object.fromEntries(found.values), found.unreachable.map(({ variable, host }) => `${variable} ${host}`)];
    };
    const reachable = {
      DATABASE_URL: "postgres://a:p:w@db:5432/db?x=db:5432",
      CACHE: "redis://academy-redis/0",
      BROKERS: "redis:6379,other:1",
      DB_HOST: "db",
      DB_PORT: "5432",
      REDIS_HOST: "redis",
      NAME: "db",
      PATHS: "api/v1,/db",
      CORS_ALLOWED_ORIGINS: "http://api:8000",
      SITE: "https://db.example.com/db:5432",
    };
    assert.deepEqual(here(reachable), [
      {
        ...reachable,
        DATABASE_URL: "postgres://a:p:w@127.0.0.1:15432/db?x=db:5432",
        CACHE: "redis://127.0.0.1:6379/0",
        BROKERS: "127.0.0.1:6379,other:1",
        DB_HOST: "127.0.0.1",
        DB_PORT: "15432",
        REDIS_HOST: "127.0.0.1",
      },
      [],
    ]);
    const lost = { API_URL: "http://api:8000/", DB: "postgres://db:5433", DB_HOSTNAME: "db" };
    assert.deepEqual(here(lost), [lost, ["API_URL api", "DB db", "DB_HOSTNAME db"]]);
    const long = { X: `redis://${"@".repeat(3_000)}db`, Y: "db:5432,".repeat(100_000), Z: "://a".repeat(900) };
    assert.deepEqual(here(long), [long, []]);
  });

  it("listen on this machine alone, on the port that is published", () => {
    const ports = [port(8000, 18000)];
    const args = (text: string) => {
      const here = portsHere(text.split(" "), ports);
      return `${here.args.join(" ")} ${here.port}`;
    };
    assert.equal(args("runserver 0.0.0.0:8000 --noreload"), "runserver 127.0.0.1:18000 --noreload 18000");
    assert.equal(args("runserver 8001"), "runserver 127.0.0.1:8001 8001");
    assert.equal(
      args("config.wsgi:application -b :8000 -w 4"),
      "config.wsgi:application -b 127.0.0.1:18000 -w 4 18000",
    );
    assert.equal(args("--bind=[::]:8000"), "--bind=127.0.0.1:18000 18000");
    assert.equal(args("x:app --host 0.0.0.0 --port 8000"), "x:app --host 127.0.0.1 --port 18000 18000");
    assert.equal(args("x --host=:: --port=8000"), "x --host=127.0.0.1 --port=18000 18000");
    assert.equal(args("-A config worker -c 8000"), "-A config worker -c 8000 undefined");
  });

  it("find a port that is taken", async () => {
    const server = net.createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const taken = (server.address() as AddressInfo).port;
    assert.equal(await isPortTaken(taken), true);
    const [warning] = await takenPortWarnings("api", ["python", "manage.py", "runserver", `0.0.0.0:${taken}`]);
    assert.equal(warning?.text, `Port ${taken}, which your API listens on, is in use on this machine.`);
    assert.deepEqual(await takenPortWarnings("worker", ["--port", String(taken)]), []);
    assert.equal(listeningPort(["runserver", "--noreload"]), 8000);
    server.close();
    await once(server, "close");
    assert.equal(await isPortTaken(taken), false);
  });
});
