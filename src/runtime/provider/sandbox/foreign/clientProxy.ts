import { once } from "node:events";
import type http from "node:http";
import net from "node:net";
import { messageOf } from "../../../../common/errors";

/** A program that would have spoken to the real Solapi. */
export interface RefusedClient {
  /** Empty if it sends none. */
  userAgent: string;
  /** Milliseconds since the Unix epoch. */
  at: number;
}

export interface ClientProxyOptions {
  /** The host that nobody may reach from here: requests to it are the sandbox's. */
  host: string;
  /** The user name that a client must give; its password names the proxy behind this one (see `proxyUrl`). */
  user: string;
  /** Called when a client was refused. */
  changed: () => void;
}

/** In place of the proxy behind this one: none. */
const DIRECT = "direct";
const TLS_HANDSHAKE = 0x16;
/** Fatal, "access denied". */
const TLS_ALERT = Buffer.from([0x15, 3, 1, 0, 2, 2, 49]);
const MOST_KEPT = 20;

/** The proxy's URL for a program. `upstream`: the HTTP proxy that the program has used so far. */
export function proxyUrl(sandboxUrl: string, user: string, upstream: string | undefined): string {
  const url = new URL(sandboxUrl);
  url.username = user;
  url.password = upstream === undefined ? DIRECT : Buffer.from(upstream).toString("base64url");
  return url.href;
}

/**
 * The HTTPS proxy of the programs that `messaging run` starts, on the sandbox's own port. Clients that the hooks of
 * Python and Node lead to the sandbox pass it; any other client meets it on its way to the real Solapi.
 *
 *     CONNECT ─another host─▶ tunnelled, through the program's own proxy if it has one
 *        └─Solapi's host─▶ open ─plain HTTP: a hooked client─▶ the sandbox's
 *                            └─TLS: it means the real host─▶ refused and recorded; nothing of it leaves this machine
 */
export class ClientProxy {
  readonly #server: http.Server;
  readonly #options: ClientProxyOptions;
  readonly #refused: RefusedClient[] = [];
  readonly #open = new Set<net.Socket>();

  constructor(server: http.Server, options: ClientProxyOptions) {
    this.#server = server;
    this.#options = options;
    server.on("connect", (request, socket, head) => void this.#connect(request, socket as net.Socket, head));
  }

  /** The newest, oldest first. */
  refused(): readonly RefusedClient[] {
    return this.#refused;
  }

  stop(): void {
    for (const socket of this.#open) socket.destroy();
  }

  async #connect({ url = "", headers }: http.IncomingMessage, client: net.Socket, head: Buffer): Promise<void> {
    this.#keep(client);
    const { host, user } = this.#options;
    const [given, password] = credentialsIn(headers["proxy-authorization"]);
    if (given !== user)
      return refuse(
        client,
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="messaging"',
      );
    const target = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(url);
    if (!target) return refuse(client, "HTTP/1.1 400 Bad Request");
    const name = target[1]!.replace(/\.$/, "").toLowerCase();
    try {
      if (name === host) await this.#take(client, head, headers["user-agent"] ?? "");
      else await this.#tunnel(client, head, { host: name, port: Number(target[2]), upstream: upstreamIn(password) });
    } catch (error) {
      refuse(
        client,
        `HTTP/1.1 502 ${messageOf(error)
          .replaceAll(/[^\x20-\x7e]/g, " ")
          .slice(0, 200)}`,
      );
    }
  }

  async #take(client: net.Socket, head: Buffer, userAgent: string): Promise<void> {
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    const first = head.length > 0 ? head : ((await once(client, "data")) as [Buffer])[0];
    client.pause();
    if (first[0] === TLS_HANDSHAKE) {
      client.end(TLS_ALERT);
      this.#refused.push({ userAgent, at: Date.now() });
      if (this.#refused.length > MOST_KEPT) this.#refused.shift();
      this.#options.changed();
      return;
    }
    client.unshift(first);
    this.#server.emit("connection", client);
    client.resume();
  }

  async #tunnel(client: net.Socket, head: Buffer, { host, port, upstream }: TunnelEnd): Promise<void> {
    const end = this.#keep(
      upstream ? net.connect(Number(upstream.port || 80), upstream.hostname) : net.connect(port, host),
    );
    client.once("close", () => end.destroy());
    await once(end, "connect");
    if (upstream)
      end.write(connectRequest(`${host}:${port}`, upstream)); // its answer is the client's
    else client.write("HTTP/1.1 200 OK\r\n\r\n");
    end.write(head);
    end.once("close", () => client.destroy());
    client.pipe(end).pipe(client);
  }

  #keep(socket: net.Socket): net.Socket {
    this.#open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#open.delete(socket));
    return socket;
  }
}

interface TunnelEnd {
  host: string;
  port: number;
  upstream: URL | undefined;
}

const refuse = (client: net.Socket, head: string) => void client.end(`${head}\r\nConnection: close\r\n\r\n`);

function credentialsIn(header = ""): [user: string, password: string] {
  const [, encoded = ""] = /^Basic (.+)$/i.exec(header) ?? [];
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  return [text.slice(0, colon), text.slice(colon + 1)];
}

/** Throws for a proxy of another kind than HTTP. */
function upstreamIn(password: string): URL | undefined {
  if (password === DIRECT) return undefined;
  const text = Buffer.from(password, "base64url").toString();
  const url = new URL(text.includes("://") ? text : `http://${text}`);
  if (url.protocol !== "http:") throw new Error(`A proxy with ${url.protocol} cannot be used behind the sandbox's`);
  return url;
}

function connectRequest(target: string, { username, password }: URL): string {
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const authorization = username === "" ? "" : `Proxy-Authorization: Basic ${credentials.toString("base64")}\r\n`;
  return `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization}\r\n`;
}
