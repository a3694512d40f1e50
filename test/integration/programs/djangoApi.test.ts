import assert from "node:assert/strict";
import type { Backend } from "../django/backend";
import { project, startBackend } from "../django/backend";
import { python, requireDjango } from "../django/requirements";
import { StackFixture } from "../stack/stackFixture";
import { StartedProgram } from "./programFixture";

describe("messaging run with the backend's own Django API", () => {
  let stack: StackFixture;
  let backend: Backend;
  before(async function () {
    await requireDjango(this);
    [stack, backend] = await Promise.all([StackFixture.start(), startBackend({ serve: false })]);
  });
  after(() => Promise.all([stack?.stop(), backend?.stop()]));

  it("fills the stack's queue, from which the stack's worker sends once", async () => {
    const gunicorn = ["-m", "gunicorn", "apps.api.config.wsgi", "--chdir", project, "--bind", "127.0.0.1:0"];
    const api = StartedProgram.start(stack, ["--role", "api", "--", python, ...gunicorn], backend.env);
    const [, url] = await api.says(/Listening at: (http:\S+)/);
    const { access } = await backend.login("staff", url);
    const { seq } = await stack.client.snapshot();
    const response = await fetch(`${url}/api/v1/messaging/send/`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${access}`,
        "x-tenant-code": "hakwonplus",
        "content-type": "application/json",
      },
      body: JSON.stringify({ student_ids: [1], message_mode: "sms", raw_body: "장고" }),
    });
    assert.equal(response.status, 200, await response.text());
    for await (const { type } of stack.client.events(seq)) if (type === "worker.logged") break;
    const sent = (await stack.client.inbox()).filter(({ text }) => text.includes("장고"));
    assert.equal(sent.length, 1);
    api.cli.kill("SIGTERM");
    assert.equal((await api.ended).code, 0);
  });
});
