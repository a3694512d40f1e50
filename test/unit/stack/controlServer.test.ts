import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { text } from "node:stream/consumers";
import { silentLogger } from "../../../src/common/logger";
import { startControlServer } from "../../../src/runtime/control/controlServer";
import type { ControlServer } from "../../../src/runtime/control/controlServer";

describe("a request to the control server", () => {
  let server: ControlServer;
  before(async () => {
    const lifetime = {
      isEnding: false,
      called: () => undefined,
      clientsAre: () => undefined,
      stop: () => Promise.resolve(),
    };
    const options = { port: 0, token: "secret", lifetime, notices: () => [], log: silentLogger, requestWithinMs: 200 };
    server = await startControlServer({} as never, {} as never, options);
  });
  after(() => server.stop());

  const connect = async () => {
    const socket = net.connect(Number(new URL(server.url).port), "127.0.0.1");
    await once(socket, "connect");
    return socket;
  };

  for (const [what, part] of [
    ["headers", "POST /stop HTTP/1.1\r\nHost: 127.0.0.1\r\n"],
    [
      "body",
      'POST /queue/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer secret\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"body":',
    ],
  ] as const) {
    it(`ends with 408 where its ${what} never arrive whole (a body held the connection for twice as long)`, async () => {
      const socket = await connect();
      socket.write(part);
      const answer = await text(socket);
      assert.match(answer, /^HTTP\/1\.1 408 /);
      assert.ok(socket.readableEnded);
    });
  }
});
