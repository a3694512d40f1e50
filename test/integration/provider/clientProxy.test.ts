import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { ClientProxy, proxyUrl } from "../../../src/runtime/provider/sandbox/foreign/clientProxy";

const HOST = "api.solapi.com";

describe("the proxy of the user's own programs", () => {
  const servers: Server[] = [];
  const proxies: ClientProxy[] = [];
  let changes = 0;
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) proxy.stop();
    for (const server of servers.splice(0)) {
      server.close();
      await once(server, "close");
    }
  });

  const listening = async (server: Server) => {
    servers.push(server);
    await once(server.listen(0, "127.0.0.1"), "listening");
    return (server.address() as AddressInfo).port;
  };
  /** The sandbox, which answers with the path that it was asked for. */
  const startProxy = async () => {
    const server = http.createServer({ keepAlive: false }, (request, response) => {
      response.setHeader("connection", "close").end(request.url);
    });
    const proxy = new ClientProxy(server, { host: HOST, user: "key", changed: () => changes++ });
    proxies.push(proxy);
    return { proxy, port: await listening(server) };
  };
  const echo = () => listening(net.createServer((socket) => socket.pipe(socket)));
  const credentials = (port: number, upstream?: string) => {
    const { username, password } = new URL(proxyUrl(`http://127.0.0.1:${port}`, "key", upstream));
    return Buffer.from(`${username}:${password}`).toString("base64");
  };
  /** Asks for a tunnel; resolves with the answer's first line and the open connection. */
  const connect = async (port: number, target: string, authorization: string) => {
    const socket = net.connect(port, "127.0.0.1");
    const head = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`, "User-Agent: curl/8.0"];
    socket.write([...head, `Proxy-Authorization: Basic ${authorization}`, "", ""].join("\r\n"));
    const [answer] = (await once(socket, "data")) as [Buffer];
    return { status: answer.toString().split("\r\n")[0], socket };
  };
  const allOf = async (socket: Socket) => Buffer.concat(await socket.toArray());

  it("gives Solapi's host to the sandbox where the client speaks plain HTTP", async () => {
    const { proxy, port } = await startProxy();
    const { status, socket } = await connect(port, `${HOST}:443`, credentials(port));
    assert.equal(status, "HTTP/1.1 200 OK");
    socket.write(`GET /messages HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
    assert.match((await allOf(socket)).toString(), /^HTTP\/1\.1 200 OK[^]*\/messages/);
    assert.deepEqual(proxy.refused(), []);
  });

  it("refuses TLS to it with an alert, and remembers who asked", async () => {
    const { proxy, port } = await startProxy();
    const before = changes;
    const { socket } = await connect(port, "API.Solapi.com.:443", credentials(port));
    socket.write(Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0]));
    assert.deepEqual([...(await allOf(socket))], [0x15, 3, 1, 0, 2, 2, 49]);
    assert.deepEqual(
      proxy.refused().map(({ userAgent }) => userAgent),
      ["curl/8.0"],
    );
    assert.equal(changes, before + 1);
  });

  it("passes every other host on as it is", async () => {
    const { port } = await startProxy();
    const { status, socket } = await connect(port, `127.0.0.1:${await echo()}`, credentials(port));
    assert.equal(status, "HTTP/1.1 200 OK");
    const bytes = Buffer.from([0x16, 0, 255]);
    socket.write(bytes);
    assert.deepEqual((await once(socket, "data"))[0], bytes);
    socket.destroy();
  });

  it("goes through the program's own proxy, with its credentials, and gives its answer", async () => {
    const { port } = await startProxy();
    const asked: (string | undefined)[] = [];
    const upstream = http.createServer().on("connect", ({ url, headers }, socket) => {
      asked.push(url, headers["proxy-authorization"]);
      socket.end("HTTP/1.1 418 As you like\r\n\r\n");
    });
    const own = `http://me:p%40ss@127.0.0.1:${await listening(upstream)}`;
    const { status, socket } = await connect(port, "example.com:443", credentials(port, own));
    assert.deepEqual(
      [status, ...asked],
      ["HTTP/1.1 418 As you like", "example.com:443", `Basic ${Buffer.from("me:p@ss").toString("base64")}`],
    );
    socket.destroy();
    const socks = await connect(port, "example.com:443", credentials(port, "socks5://127.0.0.1:1080"));
    assert.match(socks.status ?? "", /^HTTP\/1\.1 502 A proxy with socks5: cannot be used/);
    socks.socket.destroy();
  });

  it("is of no use to anybody else, and says what is wrong with a target", async () => {
    const { port } = await startProxy();
    const other = await connect(port, "example.com:443", Buffer.from("who:direct").toString("base64"));
    assert.equal(other.status, "HTTP/1.1 407 Proxy Authentication Required");
    const wrong = await connect(port, "example.com", credentials(port));
    assert.equal(wrong.status, "HTTP/1.1 400 Bad Request");
    const gone = await connect(port, "127.0.0.1:1", credentials(port));
    assert.match(gone.status ?? "", /^HTTP\/1\.1 502 connect ECONNREFUSED/);
    for (const { socket } of [other, wrong, gone]) socket.destroy();
  });
});
