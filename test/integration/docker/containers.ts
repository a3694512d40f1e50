import type Docker from "dockerode";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestEngine } from "./dockerEngine";
import { buildImage, TEST_IMAGE } from "./testImage";

export const WORKER_NAME = "academy-messaging-worker";

export interface ContainerOptions {
  name: string;
  /** Without it the image's own. */
  command?: string[];
  image?: string;
  env?: Record<string, string>;
  labels?: Record<string, string>;
  tty?: boolean;
  memoryBytes?: number;
  restartPolicy?: "always" | "on-failure" | "unless-stopped";
  /** "/on/the/host:/inside" */
  binds?: string[];
  logConfig?: { Type: string; Config: Record<string, string> };
}

/** A container on the machine's own network: it reaches the test's servers on 127.0.0.1. Not started yet. */
export function createContainer({ docker, image }: TestEngine, options: ContainerOptions): Promise<Docker.Container> {
  return docker.createContainer({
    name: options.name,
    Image: options.image ?? image,
    ...(options.command && { Cmd: options.command }),
    Env: Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
    ...(options.labels && { Labels: options.labels }),
    Tty: options.tty ?? false,
    HostConfig: {
      NetworkMode: "host",
      // Node as the first process has no default action for TERM.
      Init: false,
      ...(options.memoryBytes && { Memory: options.memoryBytes, MemorySwap: options.memoryBytes }),
      ...(options.restartPolicy && { RestartPolicy: { Name: options.restartPolicy } }),
      ...(options.binds && { Binds: options.binds }),
      ...(options.logConfig && { LogConfig: options.logConfig }),
    },
  });
}

export async function startContainer(engine: TestEngine, options: ContainerOptions): Promise<Docker.Container> {
  const container = await createContainer(engine, options);
  await container.start();
  return container;
}

/** Removes containers, running or not; one that is gone already is fine. */
export async function removeContainers(engine: TestEngine, ...names: string[]): Promise<void> {
  for (const name of names) {
    try {
      await engine.docker.getContainer(name).remove({ force: true, v: true });
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 404) throw error;
    }
  }
}

/**
 * The product's own worker (`dist/worker.js`, built by `node esbuild.js`) in an image and a container of the name that
 * the backend uses. It is told by the backend's variables, all of them in `env`:
 *
 *     const worker = await startWorkerContainer(engine, {
 *       env: {
 *         SOLAPI_API_KEY: "…", SOLAPI_API_SECRET: "…", SOLAPI_SENDER: "…", SOLAPI_BASE_URL: "http://127.0.0.1:PORT",
 *         AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:PORT", AWS_ACCESS_KEY_ID: "…", AWS_SECRET_ACCESS_KEY: "…",
 *         DATABASE_URL: "sqlite:////data/db.sqlite3", DJANGO_SETTINGS_MODULE: "…", MESSAGING_SQS_QUEUE_NAME: "…",
 *       },
 *       binds: [`${folderOfTheDatabase}:/data`],
 *     });
 *     …
 *     await removeContainers(engine, WORKER_NAME);
 */
export async function startWorkerContainer(
  engine: TestEngine,
  options: Omit<ContainerOptions, "image" | "name"> & { name?: string; dist?: string },
): Promise<Docker.Container> {
  const { dist = path.resolve("dist"), name = WORKER_NAME, ...rest } = options;
  return startContainer(engine, { ...rest, name, image: await workerImage(engine.docker, dist) });
}

/** Resolves when the container has printed it, now or before: it may be over by then. */
export async function waitForOutput(container: Docker.Container, pattern: RegExp): Promise<void> {
  let printed = "";
  // Its frames' headers stand between the lines and match nothing.
  for await (const chunk of await container.logs({ follow: true, stdout: true, stderr: true })) {
    printed += String(chunk);
    if (pattern.test(printed)) return;
  }
  throw new Error(`The container ended without ${pattern}: ${printed}`);
}

/** Built once for each content of worker.js. */
async function workerImage(docker: Docker, dist: string): Promise<string> {
  const program = fs.readFileSync(path.join(dist, "worker.js"));
  const tag = `${WORKER_NAME}:${createHash("sha256").update(program).digest("hex").slice(0, 12)}`;
  if ((await docker.listImages({ filters: { reference: [tag] } })).length > 0) return tag;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mrd-worker-"));
  try {
    fs.writeFileSync(path.join(folder, "worker.js"), program);
    fs.writeFileSync(
      path.join(folder, "Dockerfile"),
      `FROM ${TEST_IMAGE}\nCOPY worker.js /app/worker.js\nCMD ["node", "/app/worker.js"]\n`,
    );
    await buildImage(docker, folder, tag);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return tag;
}
