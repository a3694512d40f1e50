import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { python } from "./requirements";

const run = promisify(execFile);

/** Folder of the fixture project's manage.py. */
export const project = path.resolve("test/fixtures/backend");

export const MARCH = "apps.api.config.settings.dev";
export const AUGUST = "apps.api.config.settings.august";

const SECRET_KEY = "only-for-tests-and-long-enough-for-hs256";

export interface BackendOptions {
  /** `postgres://…`; without it a SQLite file of its own. */
  databaseUrl?: string;
  settingsModule?: typeof MARCH | typeof AUGUST;
  /** Over the process' own: MESSAGING_SQS_QUEUE_NAME, AWS_REGION, AWS_ENDPOINT_URL_SQS, AWS_ACCESS_KEY_ID … */
  env?: Record<string, string>;
  /** More tenants than the two, academy-00001 and so on. */
  tenants?: number;
  /** False: tables and data only, nothing listens. */
  serve?: boolean;
}

/**
 * A real Django: makes the tables and the sample data (see the fixture's README) and, unless told otherwise, serves the
 * API by gunicorn. About 3 s.
 */
export async function startBackend(options: BackendOptions = {}): Promise<Backend> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-backend-"));
  const backend = new Backend(dir, options);
  await backend.manage("seed", "--tenants", String(options.tenants ?? 0));
  if (options.serve ?? true) await backend.serve();
  return backend;
}

export class Backend {
  readonly settingsModule: string;
  readonly databaseUrl: string;
  /** What its processes run with. */
  readonly env: Record<string, string>;
  /** The API's log, its access lines too; it grows as they come. */
  readonly logFile: string;
  /** "http://127.0.0.1:…" */
  url = "";
  readonly #dir: string;
  #server: ChildProcess | undefined;

  constructor(dir: string, { databaseUrl, settingsModule = MARCH, env = {} }: BackendOptions) {
    this.#dir = dir;
    this.settingsModule = settingsModule;
    this.databaseUrl = databaseUrl ?? `sqlite://${path.join(dir, "db.sqlite3")}`;
    this.logFile = path.join(dir, "api.log");
    this.env = {
      DJANGO_SETTINGS_MODULE: settingsModule,
      DATABASE_URL: this.databaseUrl,
      DJANGO_SECRET_KEY: SECRET_KEY,
      PYTHONDONTWRITEBYTECODE: "1",
      // Without credentials boto3 would ask for those of the machine it runs on, at an address that does not answer.
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      ...env,
    };
  }

  /** Runs `manage.py …`; its standard output. */
  async manage(...args: string[]): Promise<string> {
    const env = { ...process.env, ...this.env };
    const { stdout } = await run(python, ["manage.py", ...args], { cwd: project, env });
    return stdout;
  }

  /** Runs Python with the ORM set up, as the backend's own code runs: for what a test changes behind our back. */
  python(code: string): Promise<string> {
    return this.manage("shell", "-v", "0", "-c", code);
  }

  /** Serves the API, at another port after each start, with the variables of `env` over its own. */
  async serve(env: Record<string, string> = {}): Promise<void> {
    await this.stopServing();
    const args = [
      ...["-m", "gunicorn", "apps.api.config.wsgi", "--bind", "127.0.0.1:0"],
      ...["--workers", "1", "--threads", "4", "--access-logfile", "-", "--worker-tmp-dir", this.#dir],
    ];
    const options = { cwd: project, env: { ...process.env, ...this.env, ...env } };
    const server = spawn(python, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    this.#server = server;
    const log = createWriteStream(this.logFile, { flags: "a" });
    this.url = await new Promise((resolve, reject) => {
      const tail: string[] = [];
      let listensAt = "";
      const read = (line: string) => {
        log.write(`${line}\n`);
        tail.push(line);
        if (tail.length > 50) tail.shift();
        listensAt ||= /Listening at: (http:\S+)/.exec(line)?.[1] ?? "";
        if (line.includes("Booting worker")) resolve(listensAt);
      };
      for (const input of [server.stdout, server.stderr]) createInterface({ input }).on("line", read);
      server.on("error", reject);
      server.on("close", (code) => {
        log.end();
        reject(new Error(`the backend ended with ${code}:\n${tail.join("\n")}`));
      });
    });
    await fetch(this.url); // its code is loaded by the first request, which on a busy machine took longer than targets wait
  }

  async stopServing(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "close");
    server.kill("SIGQUIT"); // at once, requests that hang too
    await ended;
  }

  async stop(): Promise<void> {
    await this.stopServing();
    await fs.rm(this.#dir, { recursive: true, force: true });
  }

  /** Of the user `staff`, from the token endpoint; `student` has no staff role. `url`: of a server not started here. */
  async login(username: "staff" | "student" = "staff", url = this.url): Promise<{ access: string; refresh: string }> {
    const response = await fetch(`${url}/api/v1/token/`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password: username }),
    });
    if (!response.ok) throw new Error(`the token endpoint answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as { access: string; refresh: string };
  }
}

/** An access token as the backend signs them, of the user with the id 1, that ran out a minute ago. */
export function expiredToken(): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1_000);
  const claims = { token_type: "access", iat: now - 3_600, exp: now - 60, jti: "0".repeat(32), user_id: 1 };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", SECRET_KEY).update(signed).digest("base64url")}`;
}
