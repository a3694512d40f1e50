import Docker from "dockerode";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { messageOf } from "../../../src/common/errors";
import { answers, obstacle, PrivateDockerd } from "./privateDockerd";
import { importTestImage, smokeTest, TEST_IMAGE } from "./testImage";

/** A real engine for tests. What they make in it carries a name of their own and is removed by them. */
export interface TestEngine {
  docker: Docker;
  /** As DOCKER_HOST has it. */
  host: string;
  /** Has node, sh, cat, sleep, env; /app is the working directory. */
  image: string;
  /** The tests' own, to kill and start again. undefined: somebody's, which was there already. */
  own?: PrivateDockerd;
}

/** What is shared by all test files of a run: each is a bundle of its own, hence not a variable of this module. */
interface Shared {
  engine?: Promise<TestEngine>;
  ownEngine?: Promise<TestEngine>;
}
const key = Symbol.for("messaging.test.dockerEngine");
const shared = ((globalThis as { [key]?: Shared })[key] ??= {});

/** A root hook: at the end of the whole run. */
after(async () => {
  const engines = [shared.engine, shared.ownEngine];
  delete shared.engine;
  delete shared.ownEngine;
  for (const engine of engines) {
    const { own } = (await engine?.catch(() => undefined)) ?? {};
    await own?.stop();
  }
});

/**
 * The run's engine: one that answers on DOCKER_HOST or /var/run/docker.sock, else a private dockerd, started at the first
 * use (2–8 s) and ended after the last test. Where there can be none it prints one line and skips; REQUIRE_DOCKER=1 makes
 * that a failure. Call it in `before(async function () { engine = await useDockerEngine(this); })`.
 */
export function useDockerEngine(context: Mocha.Context): Promise<TestEngine> {
  shared.engine ??= runningEngine().then((running) => running ?? useOwn());
  return orSkip(context, shared.engine);
}

/** An engine that a test may kill. */
export function useOwnEngine(context: Mocha.Context): Promise<TestEngine & { own: PrivateDockerd }> {
  return orSkip(context, useOwn()) as Promise<TestEngine & { own: PrivateDockerd }>;
}

const useOwn = () => (shared.ownEngine ??= startOwn());

async function orSkip(context: Mocha.Context, engine: Promise<TestEngine>): Promise<TestEngine> {
  try {
    return await engine;
  } catch (error) {
    if (process.env["REQUIRE_DOCKER"] === "1") throw error;
    process.stdout.write(`    skipped: no Docker engine: ${messageOf(error)} (REQUIRE_DOCKER=1 requires it)\n`);
    return context.skip();
  }
}

async function runningEngine(): Promise<TestEngine | undefined> {
  const places = [
    ...(process.env["DOCKER_HOST"] ? [{ host: process.env["DOCKER_HOST"], docker: new Docker() }] : []),
    ...(fs.existsSync("/var/run/docker.sock")
      ? [{ host: "unix:///var/run/docker.sock", docker: new Docker({ socketPath: "/var/run/docker.sock" }) }]
      : []),
  ];
  for (const place of places) {
    if (!(await answers(place.docker))) continue;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mrd-image-"));
    try {
      await prepare(place.docker, folder);
      return { ...place, image: TEST_IMAGE };
    } catch {
      // It answers and cannot run our image: another architecture, or not on this machine.
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }
  return undefined;
}

async function startOwn(): Promise<TestEngine> {
  const reason = obstacle();
  if (reason !== undefined) throw new Error(reason);
  const own = new PrivateDockerd();
  try {
    await own.start();
    await prepare(own.docker, own.folder);
  } catch (error) {
    await own.stop();
    throw error;
  }
  return { docker: own.docker, host: `unix://${own.socket}`, image: TEST_IMAGE, own };
}

async function prepare(docker: Docker, folder: string): Promise<void> {
  await importTestImage(docker, folder);
  await smokeTest(docker);
}
