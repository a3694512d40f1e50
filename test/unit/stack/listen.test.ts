import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import type { AddressInfo } from "node:net";
import type { Logger } from "../../../src/common/logger";
import { listenOn } from "../../../src/runtime/server/listen";

describe("a preferred port", () => {
  const listenWith = async (port: number, attempt: (port: number) => Promise<number>) => {
    const said: string[] = [];
    const log: Logger = { debug() {}, info() {}, warning: (text) => said.push(text), error() {} };
    return { taken: await listenOn({ port, name: "send API", log }, attempt), said };
  };
  const failing = (code: string) => (port: number) =>
    port === 0 ? Promise.resolve(50_000) : Promise.reject(Object.assign(new Error(code), { code }));

  it("that another program has is replaced, in one sentence that names both", async () => {
    const other = net.createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const own = net.createServer();
    const { taken, said } = await listenWith(port, async (each) => {
      await once(own.listen(each, "127.0.0.1"), "listening");
      return (own.address() as AddressInfo).port;
    });
    own.close();
    other.close();
    assert.notEqual(taken, port);
    assert.deepEqual(said, [`Port ${port} is in use: the send API listens on ${taken} instead`]);
  });

  it("that the system reserves is not called in use", async () => {
    const { said } = await listenWith(80, failing("EACCES"));
    assert.deepEqual(said, ["Port 80 may not be used: the send API listens on 50000 instead"]);
  });

  it("whose failure has another reason is not replaced", async () => {
    await assert.rejects(listenWith(41_800, failing("EMFILE")), /EMFILE/);
  });
});
