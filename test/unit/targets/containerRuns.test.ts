import assert from "node:assert/strict";
import { ContainerRuns } from "../../../src/targets/docker/tail/containerRuns";
import type { RunState } from "../../../src/targets/docker/tail/containerRuns";
import { BEGINNING, readEngineTime, sinceOf, timeOfNanoseconds } from "../../../src/targets/docker/tail/engineTime";

/** Seconds past the hour. */
const at = (second: number) => readEngineTime(`2026-03-05T01:00:${String(second).padStart(2, "0")}Z`)!;

const state = (told: Partial<RunState>): RunState => ({
  isRunning: true,
  startedAt: at(1),
  finishedAt: BEGINNING,
  exitCode: 0,
  oomKilled: false,
  ...told,
});
const stopped = (told: Partial<RunState>) => state({ isRunning: false, ...told });
const begun = () => ContainerRuns.from(state({}));

describe("runs of a container", () => {
  it("end once, whether an event or a look tells it first", () => {
    const byEvent = begun();
    byEvent.died(at(5), 3);
    byEvent.look(stopped({ finishedAt: at(5), exitCode: 3 }));
    assert.deepEqual(byEvent.takeAll(), [{ at: at(5), exitCode: 3, oomKilled: false }]);

    const byLook = begun();
    byLook.look(stopped({ finishedAt: at(5), exitCode: 3 }));
    byLook.died(at(6), 3);
    assert.deepEqual(byLook.takeAll(), [{ at: at(5), exitCode: 3, oomKilled: false }]);
  });

  it("are counted by events where one look sees two of them as one", () => {
    const runs = begun();
    runs.died(at(5), 1);
    runs.started(at(6));
    runs.died(at(7), 2);
    runs.started(at(9));
    runs.look(state({ startedAt: at(8), finishedAt: at(7) }));
    assert.deepEqual(
      runs.takeAll().map(({ exitCode }) => exitCode),
      [1, 2],
    );
    assert.ok(runs.isRunning);
  });

  it("end with their exit code where a look sees the next run before the event comes", () => {
    const runs = begun();
    runs.look(state({ startedAt: at(8), finishedAt: at(5) }));
    runs.died(at(6), 137);
    assert.deepEqual(runs.takeAll(), [{ at: at(5), exitCode: 137 }]);
    assert.ok(runs.isRunning);
  });

  it("are not confused by a look that is older than the last event", () => {
    const runs = begun();
    runs.died(at(5), 0);
    runs.started(at(7));
    runs.look(stopped({ finishedAt: at(5) }));
    assert.ok(runs.isRunning);
    assert.equal(runs.takeAll().length, 1);
  });

  it("say that the memory ran out, by event or by look", () => {
    const byEvent = begun();
    byEvent.ranOutOfMemory(at(4));
    byEvent.died(at(5), 137);
    assert.equal(byEvent.takeAll()[0]!.oomKilled, true);
    const byLook = begun();
    byLook.died(at(5), 137);
    byLook.look(stopped({ finishedAt: at(5), exitCode: 137, oomKilled: true }));
    assert.equal(byLook.takeAll()[0]!.oomKilled, true);
  });

  it("have no end to tell of where it was stopped when it was found", () => {
    const runs = ContainerRuns.from(stopped({ finishedAt: at(5), exitCode: 1 }));
    runs.look(stopped({ finishedAt: at(5), exitCode: 1 }));
    assert.deepEqual(runs.takeAll(), []);
    const created = ContainerRuns.from(stopped({ startedAt: BEGINNING }));
    created.look(stopped({ startedAt: BEGINNING }));
    created.started(at(2));
    assert.ok(created.isRunning);
    assert.deepEqual(created.takeAll(), []);
  });

  it("are told apart from the position that was left", () => {
    const runs = ContainerRuns.since(at(1));
    runs.look(state({ startedAt: at(8), finishedAt: at(5) }));
    assert.equal(runs.takeBefore(at(4)), undefined);
    assert.deepEqual(runs.takeBefore(at(8)), { at: at(5) });
  });
});

describe("an engine's time", () => {
  it("is read with any decimals and zone, and ordered as text", () => {
    assert.equal(readEngineTime("2026-03-05T01:00:00Z"), "2026-03-05T01:00:00.000000000Z");
    assert.equal(readEngineTime("2026-03-05T01:00:00.12Z"), "2026-03-05T01:00:00.120000000Z");
    assert.equal(readEngineTime("2026-03-05T10:00:00.000000001+09:00"), "2026-03-05T01:00:00.000000001Z");
    assert.equal(readEngineTime("yesterday"), undefined);
    assert.ok(readEngineTime("0001-01-01T00:00:00Z")! < BEGINNING);
  });

  it("is what `since` wants", () => {
    assert.equal(sinceOf(readEngineTime("2026-03-05T01:00:00.000000042Z")!), "1772672400.000000042");
    assert.equal(sinceOf(readEngineTime("2026-03-05T01:00:00.000000042Z")!, 1_000), "1772672399.000000042");
    assert.equal(timeOfNanoseconds(1_772_672_400_500_000_000), "2026-03-05T01:00:00.500000000Z");
  });
});
