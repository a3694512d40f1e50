import { execFile, execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Client } from "pg";
import { postgresPrograms } from "./requirements";

const run = promisify(execFile);

/** A real Postgres server of the test's own. */
export interface Postgres {
  /** Of the superuser, without a password. `url("other")`: another database of the server. */
  url(database?: string): string;
  readonly port: number;
  /** Of the superuser; the caller ends it. */
  connect(database?: string): Promise<Client>;
  query(sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Ends the server as an outage does: open connections are cut. Its data stay. */
  stop(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  dispose(): Promise<void>;
}

/**
 * Makes a cluster in a temporary folder and starts it on a free port of 127.0.0.1: about 1.5 s. Postgres refuses to run
 * as root; then it runs as the user `postgres` or `nobody`.
 */
export async function startPostgres(): Promise<Postgres> {
  const bin = postgresPrograms();
  if (bin === undefined) throw new Error("no PostgreSQL server is installed");
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-postgres-"));
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  if (user) await fs.chown(dir, user.uid, user.gid);
  const data = path.join(dir, "data");
  const options = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
  await run(path.join(bin, "initdb"), options, { ...user, cwd: dir });
  const port = await freePort();
  let server: ChildProcess | undefined;
  const endAtExit = () => void server?.kill("SIGINT");
  process.once("exit", endAtExit);
  const start = async () => {
    const settings = {
      listen_addresses: "127.0.0.1",
      unix_socket_directories: dir,
      fsync: "off",
      max_connections: "40",
      log_timezone: "UTC",
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    server = spawn(path.join(bin, "postgres"), ["-D", data, "-p", String(port), ...flags], {
      ...user,
      cwd: dir,
      stdio: ["ignore", "ignore", "pipe"],
    });
    await untilReady(server);
  };
  const stop = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "close");
    server.kill("SIGINT"); // "fast": it cuts the connections and ends
    await ended;
  };
  const url = (database = "postgres") => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const connect = async (database?: string) => {
    const client = new Client({ connectionString: url(database) });
    await client.connect();
    return client;
  };
  await start();
  return {
    url,
    port,
    start,
    stop,
    connect,
    query: async (sql, parameters) => {
      const client = await connect();
      try {
        return (await client.query<Record<string, unknown>>(sql, parameters)).rows;
      } finally {
        await client.end();
      }
    },
    dispose: async () => {
      process.off("exit", endAtExit);
      await stop();
      await fs.rm(dir, { recursive: true, force: true });
    },
  };
}

/** Reads its log to the end, so that it never waits for a reader. */
function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    createInterface({ input: server.stderr! }).on("line", (line) => {
      if (line.includes("ready to accept connections")) resolve();
      else if (lines.length < 50) lines.push(line);
    });
    server.on("error", reject);
    server.on("close", (code) => reject(new Error(`postgres ended with ${code}:\n${lines.join("\n")}`)));
  });
}

function unprivilegedUser(): { uid: number; gid: number } {
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: "-u" | "-g") => Number(execFileSync("id", [flag, name], { stdio: "pipe" }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      continue; // there is no such user
    }
  }
  throw new Error("PostgreSQL cannot run as root, and there is no user postgres or nobody");
}

/** Postgres does not take port 0. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
