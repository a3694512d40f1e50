import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { draftEnvironment } from "../../../src/operations/environment/draftEnvironment";
import type { DraftOptions } from "../../../src/operations/environment/draftEnvironment";
import type { Choice, Interaction } from "../../../src/operations/interaction";
import { createEnvironment } from "../../../src/targets/createEnvironment";
import { environmentSettings } from "../../../src/targets/settings/environmentSettings";
import { nobody, operationFor } from "./sending";

const COMPOSE = `name: academy
services:
  api: {command: gunicorn x, ports: ["1:8000"], environment: {MESSAGING_SQS_QUEUE_NAME: jobs}}
  messaging-worker: {command: python manage.py messaging_worker, environment: {MESSAGING_SQS_QUEUE_NAME: other-jobs}}
`;

describe("a draft of a discovered environment", () => {
  let folder: string;
  let shown: number;
  /** Titles of the questions. */
  let asked: string[];
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-draft-"));
    fs.writeFileSync(path.join(folder, "docker-compose.yml"), COMPOSE);
    shown = 0;
    asked = [];
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  /** Takes the first choice whose label starts with the next of `labels`; answers `typed`. */
  const answering = (labels: string[], typed?: string) => {
    const interaction: Interaction = {
      ...nobody(),
      choose: <T>(title: string, choices: readonly Choice<T>[]) => {
        asked.push(title);
        const wanted = labels.shift();
        return Promise.resolve(choices.find(({ label }) => wanted !== undefined && label.startsWith(wanted))?.value);
      },
      ask: ({ title }) => {
        asked.push(title);
        return Promise.resolve(typed);
      },
    };
    return operationFor(folder, { interaction });
  };
  const options = (over: Partial<DraftOptions> = {}): DraftOptions => ({
    tenantCode: "hakwonplus",
    show: () => Promise.resolve(void shown++),
    ...over,
  });

  it("is what the files say; the user accepts it", async () => {
    const draft = await draftEnvironment(folder, options(), answering(["Write"]));
    assert.deepEqual(
      [draft?.proposed.name, draft?.input.tenantCode, draft?.input.queue?.name],
      ["academy", "hakwonplus", "other-jobs"],
    );
    assert.deepEqual([draft?.checks, shown], [[], 1]);
  });

  it("takes an alternative, or what the user types, and is shown again after each", async () => {
    const alternative = await draftEnvironment(folder, options(), answering(["queue.name", "jobs", "Write"]));
    assert.equal(alternative?.input.queue?.name, "jobs");
    assert.equal(alternative?.proposed.values.find(({ path }) => path === "queue.name")?.value, "jobs");
    assert.equal(shown, 2);
    const context = answering(["queue.region", "Type", "production", "true", "Write"], " us-east-1 ");
    const typed = await draftEnvironment(folder, options(), context);
    assert.deepEqual([typed?.input.queue?.region, typed?.input.production], ["us-east-1", true]);
  });

  it("offers to add a worker where no file has one, and says of each value how sure it is", async () => {
    fs.writeFileSync(path.join(folder, "docker-compose.yml"), COMPOSE.replace(/ {2}messaging-worker.*\n/, ""));
    let details: (string | undefined)[] = [];
    const context = answering(["Add a worker", "Write"], " my-worker ");
    const { choose } = context.interaction;
    context.interaction.choose = (title, choices, ...rest) => {
      details = choices.filter(({ label }) => label === "queue.name").map(({ detail }) => detail);
      return choose(title, choices, ...rest);
    };
    const draft = await draftEnvironment(folder, options(), context);
    assert.deepEqual(draft?.input.worker, { kind: "container", name: "my-worker" });
    assert.deepEqual(details, ["sure · docker-compose.yml:3 · or academy-messaging-jobs"]);
  });

  it("asks for the tenant's code where no file has it", async () => {
    const draft = await draftEnvironment(folder, options({ tenantCode: undefined }), answering(["Write"], "saessak"));
    assert.equal(asked[0], "Environment academy");
    assert.equal(draft?.input.tenantCode, "saessak");
    assert.equal(await draftEnvironment(folder, options({ tenantCode: undefined }), answering([])), undefined);
  });

  it("is checked where the folder is trusted, again on request, and each opened environment is disposed", async () => {
    let opened = 0;
    const open: DraftOptions["open"] = async (name, input) => {
      const settings = environmentSettings.parse({ ...input, worker: undefined, queue: undefined });
      const secrets = { get: () => Promise.resolve("token") };
      const trust = { hosts: new Set<string>(), programs: true, door: "editor" } as const;
      const environment = await createEnvironment({ name, settings, secrets, trust, folder, stateDir: folder });
      opened++;
      return {
        ...environment,
        dispose: () => {
          opened--;
          return environment.dispose();
        },
      };
    };
    const draft = await draftEnvironment(folder, options({ open }), answering(["Check again", "Write"]));
    assert.deepEqual(
      draft?.checks.map(({ part, status }) => [part, status]),
      [
        ["api", "failed"],
        ["queue", "absent"],
        ["worker", "absent"],
        ["tenants", "absent"],
        ["provider", "absent"],
      ],
    );
    assert.deepEqual([opened, shown], [0, 2]);
  });

  it("is chosen among several by name or by the user", async () => {
    fs.mkdirSync(path.join(folder, "other"));
    fs.writeFileSync(path.join(folder, "other", "docker-compose.yml"), COMPOSE.replace("academy", "branch"));
    const named = await draftEnvironment(folder, options({ name: "branch" }), answering(["Write"]));
    assert.equal(named?.proposed.name, "branch");
    assert.equal(await draftEnvironment(folder, options({ name: "none" }), answering([])), undefined);
    const chosen = await draftEnvironment(folder, options(), answering(["academy", "Write"]));
    assert.equal(chosen?.proposed.name, "academy");
  });

  it("is nothing where nothing points to a backend, and says what to do", async () => {
    fs.rmSync(path.join(folder, "docker-compose.yml"));
    await assert.rejects(draftEnvironment(folder, options(), answering([])), {
      reason: "nothing-discovered",
      nextStep: "Describe it in the setting messaging.environments.",
    });
  });
});
