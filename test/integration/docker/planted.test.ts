import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runClean } from "../cli/cleanRun";
import { plants } from "../cli/plants";
import { createContainer, removeContainers, startContainer, waitForOutput, WORKER_NAME } from "./containers";
import { useDockerEngine } from "./dockerEngine";
import type { TestEngine } from "./dockerEngine";

const API_NAME = "mrd-planted-api";
const commands = [
  ["tail", "--no-follow"],
  ["tail", "--no-follow", "--json"],
  ["environment", "check"],
  ["check", "--json"],
  ["diagnose"],
  ["diagnose", "--json"],
  ["diagnose", "--report", "md"],
];

describe("130 plants in a container's variables, labels and log", () => {
  let test: TestEngine;
  let dir: string;

  before(async function () {
    test = await useDockerEngine(this);
    await removeContainers(test, WORKER_NAME, API_NAME);
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-planted-"));
  });
  after(async () => {
    if (!dir) return;
    await removeContainers(test, WORKER_NAME, API_NAME);
    fs.rmSync(dir, { recursive: true });
  });

  it("are in nothing that a command writes", async () => {
    /** The names of the variables say that they are secret, or nothing. */
    const variables = (offset: number) => {
      const texts = plants.map((_, index) => plants[(index + offset) % plants.length]!.text);
      return {
        ...Object.fromEntries(
          texts.flatMap((text, index) => [`SECRET_KEY_${index}`, `NOTE_${index}`].map((name) => [name, text])),
        ),
        MESSAGING_SQS_QUEUE_NAME: texts[0]!,
        AWS_REGION: texts[1]!,
        SOLAPI_SENDER: texts[2]!,
        DJANGO_SETTINGS_MODULE: texts[3]!,
      };
    };
    const labels = Object.fromEntries(plants.map(({ text }, index) => [`note.${index}`, text]));
    const log = plants.map(
      ({ text }) => `2026-03-05 10:00:03,123 [ERROR] [MESSAGING-WORKER] Unexpected error in main loop: ${text}`,
    );
    const container = await startContainer(test, {
      name: WORKER_NAME,
      command: ["node", "-e", "console.log(process.env.LOG); console.log('printed'); setInterval(() => {}, 1e6)"],
      env: { ...variables(0), LOG: log.join("\n") },
      labels,
    });
    await createContainer(test, { name: API_NAME, command: ["true"], env: variables(10) });
    await waitForOutput(container, /printed/);
    assert.equal((await container.inspect()).State.Running, true);
    const file = path.join(dir, "staging.json");
    const api = { url: "http://127.0.0.1:9", container: API_NAME };
    const worker = { kind: "container", name: WORKER_NAME, docker: { host: test.host } };
    fs.writeFileSync(file, JSON.stringify({ tenantCode: "t", api, worker }));
    const discover = ["environment", "discover", "--folder", dir];
    const [tail] = await runClean(
      [...commands.map((command) => [...command, "--environment", file]), discover, [...discover, "--json"]],
      {
        MESSAGING_STATE_DIR: path.join(dir, "state"),
        DOCKER_HOST: test.host,
      },
    );
    assert.equal(tail!.match(/Unexpected error in main loop/g)?.length, plants.length);
  });
});
