import assert from "node:assert/strict";
import path from "node:path";
import { createDjangoTarget } from "../../../src/targets/django/djangoTarget";
import type { DjangoTarget } from "../../../src/targets/django/djangoTarget";
import { removeContainers, startContainer } from "../docker/containers";
import { useDockerEngine } from "../docker/dockerEngine";
import type { TestEngine } from "../docker/dockerEngine";
import { project, startBackend } from "./backend";
import type { Backend } from "./backend";
import { python, requireDjango } from "./requirements";

const API = "academy-api";

describe("tenant data through Django inside of a container", () => {
  let engine: TestEngine;
  let backend: Backend;
  let target: DjangoTarget;

  before(async function () {
    engine = await useDockerEngine(this);
    await requireDjango(this);
    backend = await startBackend({ serve: false });
    const data = path.dirname(backend.databaseUrl.replace(/^sqlite:\/\//, ""));
    await removeContainers(engine, API);
    // The machine's own Python and Django, read-only, with the backend's code and database.
    const system = ["/usr", "/lib", "/lib64", "/etc/alternatives"].map((folder) => `${folder}:${folder}:ro`);
    await startContainer(engine, {
      name: API,
      command: ["/bin/sleep", "600"],
      // No locale, as in most images.
      env: { ...backend.env, LC_ALL: "C" },
      binds: [...system, `${project}:/app:ro`, `${data}:${data}`],
    });
    target = await createDjangoTarget(
      { kind: "django", project: "/app", python, container: API, docker: { host: engine.host } },
      process.cwd(),
    );
  });
  after(async () => {
    await target?.dispose();
    if (engine) await removeContainers(engine, API);
    await backend?.stop();
  });

  it("reads Korean and sets a sender through docker exec", async () => {
    assert.equal((await target.tenant("hakwonplus")).name, "학원플러스");
    assert.match(target.origin, /academy-api/);
    const { messagingSender } = await target.setSender("saessak", "", "0311112222");
    assert.equal(messagingSender, "0311112222");
    assert.match(
      await backend.python(
        "from apps.core.models import Tenant\nprint(Tenant.objects.get(code='saessak').messaging_sender)",
      ),
      /0311112222/,
    );
  });

  it("comes back by itself after the container was restarted", async () => {
    await target.tenant("hakwonplus");
    await engine.docker.getContainer(API).restart({ t: 0 });
    assert.equal((await target.tenant("saessak")).messagingSender, "0311112222");
  });

  it("says what is wrong where the container is stopped, and changes nothing", async () => {
    await engine.docker.getContainer(API).stop({ t: 0 });
    await assert.rejects(target.setSender("saessak", "0311112222", "0322223333"), (error: unknown) => {
      assert.ok(error instanceof Error && "nextStep" in error, String(error));
      return true;
    });
  });
});
