import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { CONTRACT_HEADER, CONTRACT_VERSION } from "../../../src/runtime/control/contract/contractVersion";
import { StackClient } from "../../../src/runtime/control/stackClient";
import type { StackAddress } from "../../../src/runtime/control/stackContract";

const SPEAKS = { [CONTRACT_HEADER]: String(CONTRACT_VERSION) };

describe("An answer that is not what the contract says is a sentence", () => {
  let server: http.Server;
  let answer: { status?: number; headers?: Record<string, string>; body: string };
  let client: StackClient;

  before(async () => {
    server = http
      .createServer((_request, response) => {
        response.writeHead(answer.status ?? 200, answer.headers ?? SPEAKS);
        response.end(answer.body);
      })
      .listen(0, "127.0.0.1");
    await once(server, "listening");
    const controlUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = new StackClient({ contract: CONTRACT_VERSION, pid: 77, controlUrl, token: "t" } as StackAddress, "");
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const cases: [string, typeof answer, string, RegExp][] = [
    ["null", { body: "null" }, "stack-answer-unreadable", /\/snapshot: Invalid input: expected object, received null/],
    ["cut JSON", { body: '{"at":1,"se' }, "stack-answer-unreadable", /\/snapshot/],
    ["a field that is missing", { body: '{"at":1}' }, "stack-answer-unreadable", /\/snapshot: seq: /],
    ["a refusal without a reason", { status: 500, body: "null" }, "stack-answer-unreadable", /\/snapshot: 500/],
    ["another program's", { headers: {}, body: "<html>" }, "stack-foreign", /^Another program answers .*127\.0\.0\.1/],
    [
      "another version's",
      { headers: { [CONTRACT_HEADER]: "999" }, body: "{}" },
      "stack-other-version",
      /process 77\) is of another version/,
    ],
  ];
  for (const [what, given, reason, sentence] of cases) {
    it(`${what} (it was a TypeError)`, async () => {
      answer = given;
      await assert.rejects(client.snapshot(), { name: "ExpectedError", reason, message: sentence });
    });
  }

  it("an event of a stream that is none (it went on to whoever draws it)", async () => {
    answer = { body: '{"type":"queue.deleted","at":1,"traceId":"t","seq":1,"details":{}}\n' };
    const events = client.events(0);
    await assert.rejects(events.next(), {
      reason: "stack-answer-unreadable",
      message: /details\.queueName/,
    });
  });
});
