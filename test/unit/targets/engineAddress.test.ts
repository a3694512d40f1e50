import assert from "node:assert/strict";
import { describeAddress, engineAddress } from "../../../src/targets/docker/engineAddress";

describe("address of a Docker engine", () => {
  it("is read as Docker reads it", () => {
    assert.deepEqual(engineAddress("unix:///run/x.sock", {}), { kind: "socket", path: "/run/x.sock" });
    assert.deepEqual(engineAddress("npipe:////./pipe/docker_engine", {}), {
      kind: "socket",
      path: "//./pipe/docker_engine",
    });
    assert.deepEqual(engineAddress("tcp://build:2375", {}), { kind: "tcp", host: "build", port: 2375 });
    assert.deepEqual(engineAddress("tcp://[::1]", {}), { kind: "tcp", host: "::1", port: 2375 });
    assert.deepEqual(engineAddress("ssh://deploy@staging:2222", {}), {
      kind: "ssh",
      destination: { host: "staging", user: "deploy", port: 2222 },
    });
  });

  it("comes from DOCKER_HOST where the settings name none", () => {
    const env = { DOCKER_HOST: "unix:///from/env.sock" };
    assert.equal(describeAddress(engineAddress(undefined, env)), "/from/env.sock");
    assert.equal(describeAddress(engineAddress("ssh://staging", env)), "ssh://staging");
  });

  it("is refused with what to write instead", () => {
    for (const text of ["docker", "ftp://x", "unix://", "tcp://"]) {
      assert.throws(() => engineAddress(text, {}), { reason: "engine-address-invalid" }, text);
    }
    assert.throws(() => engineAddress("tcp://x:2376", { DOCKER_CERT_PATH: "/nowhere" }), /certificates/);
  });
});
