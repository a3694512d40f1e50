import type Docker from "dockerode";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export const TEST_IMAGE = "messaging-test-base:latest";

const PROGRAMS = ["sh", "sleep", "cat", "true", "touch", "echo", "env"];
const SMOKE_EXIT_CODE = 42;
const SMOKE_LIMIT_MS = 60_000;

/** An image of this machine's own Node and a few programs, with the libraries they load: needs no registry. */
export async function importTestImage(docker: Docker, folder: string): Promise<void> {
  const rootfs = path.join(folder, "rootfs");
  makeRootfs(rootfs);
  try {
    await importTar(docker, rootfs, ["ENV PATH=/usr/bin:/bin", "WORKDIR /app"]);
  } finally {
    fs.rmSync(rootfs, { recursive: true });
  }
}

function makeRootfs(rootfs: string): void {
  for (const folder of ["bin", "tmp", "app", "etc", "proc", "sys", "dev", "usr/bin"]) {
    fs.mkdirSync(path.join(rootfs, folder), { recursive: true });
  }
  fs.chmodSync(path.join(rootfs, "tmp"), 0o1777);
  fs.writeFileSync(path.join(rootfs, "etc/passwd"), "root:x:0:0:root:/:/bin/sh\n");
  fs.writeFileSync(path.join(rootfs, "etc/group"), "root:x:0:\n");
  const put = (source: string, at: string) => {
    const target = path.join(rootfs, at);
    if (fs.existsSync(target)) return;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(fs.realpathSync(source), target);
    fs.chmodSync(target, 0o755);
  };
  const programs = PROGRAMS.map((name) => [`/bin/${name}`, `/bin/${name}`] as const);
  for (const [source, at] of [[process.execPath, "/usr/bin/node"] as const, ...programs]) {
    put(source, at);
    for (const library of librariesOf(source)) put(library, library);
  }
}

function librariesOf(program: string): string[] {
  try {
    return execFileSync("ldd", [program], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).match(
      /\/[^\s()]+/g,
    )!;
  } catch {
    return []; // statically linked
  }
}

async function importTar(docker: Docker, folder: string, changes: string[]): Promise<void> {
  const [repo, tag] = TEST_IMAGE.split(":");
  const tar = spawn("tar", ["-C", folder, "-c", "."], { stdio: ["ignore", "pipe", "inherit"] });
  await finished(docker, await docker.importImage(tar.stdout, { repo, tag, changes }));
}

/** Builds an image from the files of a folder that has a Dockerfile. */
export async function buildImage(docker: Docker, folder: string, tag: string): Promise<void> {
  const tar = spawn("tar", ["-C", folder, "-c", "."], { stdio: ["ignore", "pipe", "inherit"] });
  await finished(docker, await docker.buildImage(tar.stdout, { t: tag }));
}

function finished(docker: Docker, progress: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(progress, (error, messages: { error?: string }[]) => {
      const failed = messages.find((message) => message.error !== undefined);
      if (error ?? failed) reject(error ?? new Error(failed?.error));
      else resolve();
    });
  });
}

/** An engine that answers may still be unable to run anything (runc and glibc, limits, cgroups). */
export async function smokeTest(docker: Docker): Promise<void> {
  const container = await docker.createContainer({
    Image: TEST_IMAGE,
    Cmd: ["node", "-e", `process.exit(${SMOKE_EXIT_CODE})`],
    HostConfig: { NetworkMode: "host" },
  });
  const limit = new AbortController();
  try {
    await container.start();
    const exit = (container.wait() as Promise<{ StatusCode: number }>).then(({ StatusCode }) => `${StatusCode}`);
    const late = delay(SMOKE_LIMIT_MS, `no exit within ${SMOKE_LIMIT_MS / 1_000} s`, { signal: limit.signal });
    const ended = await Promise.race([exit, late]);
    if (ended !== `${SMOKE_EXIT_CODE}`) throw new Error(`a smoke test's container ended with ${ended}`);
    late.catch(() => undefined);
  } finally {
    limit.abort();
    await container.remove({ force: true });
  }
}
