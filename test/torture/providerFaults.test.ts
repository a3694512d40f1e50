import assert from "node:assert/strict";
import { FaultyProxy, type ProxyFault } from "./faultyProxy";
import { isShort, report, scaled, seed } from "./scale";
import { allWell, TortureBench } from "./tortureBench";

const MESSAGES = scaled(200, 40);
/** So many sends of groups meet the fault; then the provider is well again. */
const FAULTY_SENDS = scaled(6, 2);

const answer =
  (
    status: number,
    body: string,
    headers: Record<string, string> = { "content-type": "application/json" },
  ): ProxyFault =>
  ({ response }) =>
    void response.writeHead(status, headers).end(body);
const tooMany = JSON.stringify({ errorCode: "TooManyRequests", message: "너무 많은 요청입니다." });

/** Of the call that sends a group; what came before is done, and only this call decides whether a phone rings. */
const faults: Record<string, ProxyFault> = {
  "503": answer(503, JSON.stringify({ errorCode: "ServiceUnavailable", errorMessage: "점검 중" })),
  "RST before acceptance": ({ request }) => void request.socket.resetAndDestroy(),
  "RST after acceptance": async ({ forward, request }) => {
    await forward();
    request.socket.resetAndDestroy();
  },
  "FIN without an answer": async ({ forward, request }) => {
    await forward();
    request.socket.end();
  },
  "time-out before acceptance": () => undefined,
  "time-out after acceptance": async ({ forward }) => void (await forward()),
  "429 with Retry-After": answer(429, tooMany, { "content-type": "application/json", "retry-after": "1" }),
  "429 without Retry-After": answer(429, tooMany),
  "HTML 502": answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", { "content-type": "text/html" }),
  "unparsable 200": async ({ forward, response }) => {
    const { status, headers, body } = await forward();
    const half = body.subarray(0, body.length >> 1);
    response.writeHead(status, { ...headers, "content-length": String(half.length) }).end(half);
  },
};
const shortFaults = ["RST after acceptance", "time-out after acceptance", "unparsable 200"];

describe(`A provider that fails as a group is sent (SEED=${seed})`, () => {
  let bench: TortureBench;
  let proxy: FaultyProxy;
  before(async () => {
    bench = await TortureBench.start({
      solapiUrl: async (real) => {
        proxy = await FaultyProxy.start(real);
        return proxy.url;
      },
    });
    bench.startWorker({ MESSAGING_WORKER_MAX_IN_FLIGHT: "20" });
  });
  after(async () => {
    await bench.stop();
    await proxy.close();
  });

  for (const [name, fault] of Object.entries(faults).filter(([name]) => !isShort || shortFaults.includes(name)))
    it(`loses nothing and sends nothing twice: ${name}`, async () => {
      const creditBefore = await bench.ledger.credit();
      let met = 0;
      proxy.faultOf = ({ method, url }) =>
        method === "POST" && url?.endsWith("/send") && met < FAULTY_SENDS && ++met ? fault : undefined;
      const traceIds = await bench.enqueue(name.replace(/\W+/g, "-"), MESSAGES);
      await bench.untilHandled(traceIds);
      const { ambiguous, ...rest } = await bench.verify(traceIds, creditBefore);
      report("provider faults", { fault: name, messages: MESSAGES, met, ambiguous: ambiguous.length });
      assert.deepEqual(rest, allWell);
      assert.equal(met, FAULTY_SENDS);
    }).timeout(180_000);

  it("sends the rest where the provider refuses a part of a group", async () => {
    proxy.faultOf = () => undefined;
    const creditBefore = await bench.ledger.credit();
    const traceIds = await bench.enqueue("partial", MESSAGES, (index) =>
      index % 5 === 0 ? { to: "01000001062" } : {},
    );
    await bench.untilHandled(traceIds);
    const { ambiguous, ...rest } = await bench.verify(traceIds, creditBefore);
    const states = Map.groupBy(
      (await bench.ledger.jobs()).filter(({ key }) => key.startsWith("partial")),
      ({ state }) => state,
    );
    report("provider faults", { fault: "partial refusal", messages: MESSAGES, refused: states.get("refused")?.length });
    assert.deepEqual([rest, ambiguous], [allWell, []]);
    assert.deepEqual([states.get("accepted")?.length, states.get("refused")?.length], [MESSAGES * 0.8, MESSAGES * 0.2]);
  }).timeout(120_000);
});
