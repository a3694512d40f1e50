import assert from "node:assert/strict";
import { SteadyClock } from "../../../src/runtime/queue/steadyClock";

describe("the steady clock", () => {
  let wall = 0;
  let monotonic = 0;
  let uptime = 0;
  const pass = (ms: number): void => {
    wall += ms;
    monotonic += ms;
    uptime += ms;
  };
  let clock: SteadyClock;
  beforeEach(() => {
    [wall, monotonic, uptime] = [1_000_000, 500, 90_000];
    clock = new SteadyClock({ wall: () => wall, monotonic: () => monotonic, uptime: () => uptime });
  });

  it("starts with the system's time and goes with it", () => {
    assert.equal(clock.now(), 1_000_000);
    pass(1_234);
    assert.equal(clock.now(), 1_001_234);
  });

  it("does not follow when somebody sets the system's clock, ahead or back", () => {
    wall += 3 * 24 * 3_600_000;
    pass(10_000);
    assert.equal(clock.now(), 1_010_000);
    wall -= 6 * 24 * 3_600_000;
    pass(10_000);
    assert.equal(clock.now(), 1_020_000);
  });

  it("counts the machine's sleep, in which the monotonic clock stands still", () => {
    pass(5_000);
    wall += 3_600_000;
    uptime += 3_600_000;
    pass(2_000);
    assert.equal(clock.now(), 1_000_000 + 3_607_000);
    pass(2_000);
    assert.equal(clock.now(), 1_000_000 + 3_609_000);
  });

  it("never goes back when the uptime is rounded", () => {
    let last = clock.now();
    for (let step = 0; step < 50; step++) {
      pass(700);
      uptime = Math.floor(uptime / 1_000) * 1_000 + 700;
      assert.ok(clock.now() >= last);
      last = clock.now();
    }
  });
});
