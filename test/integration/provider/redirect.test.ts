import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { exchange } from "../../../src/runtime/provider/solapiTransport";

describe("A provider that redirects", () => {
  it("is posted to once: the redirect is the answer (a 307 posted again, elsewhere)", async () => {
    const posts: string[] = [];
    const server = http.createServer((request, response) => {
      posts.push(`${request.method} ${request.url}`);
      request.resume().on("end", () => response.writeHead(307, { location: "/elsewhere" }).end());
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    try {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { status } = await exchange({ baseUrl, timeoutMs: 10_000 }, "/messages/v4/send", {
        method: "POST",
        body: "{}",
      });
      assert.deepEqual([status, posts], [307, ["POST /messages/v4/send"]]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
