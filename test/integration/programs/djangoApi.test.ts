import assert from "node:assert/strict";
import { diagnoseMessage } from "../../../src/operations/diagnosis/diagnoseMessage";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { operationFor } from "../../unit/operations/sending";
import type { Backend } from "../django/backend";
import { project, startBackend } from "../django/backend";
import { python, requireDjango } from "../django/requirements";
import { StackFixture } from "../stack/stackFixture";
import { StartedProgram } from "./programFixture";

describe("messaging run with the backend's own Django API", () => {
  let stack: StackFixture;
  let backend: Backend;
  let api: StartedProgram;
  let url: string;
  let access: string;

  before(async function () {
    await requireDjango(this);
    [stack, backend] = await Promise.all([StackFixture.start(), startBackend({ serve: false })]);
    const gunicorn = ["-m", "gunicorn", "apps.api.config.wsgi", "--chdir", project, "--bind", "127.0.0.1:0"];
    api = StartedProgram.start(stack, ["--role", "api", "--", python, ...gunicorn], backend.env);
    url = (await api.says(/Listening at: (http:\S+)/))[1]!;
    ({ access } = await backend.login("staff", url));
  });
  after(() => Promise.all([stack?.stop(), backend?.stop()]));

  /** Sends through Django; resolves with the message's events until one of these types. */
  const send = async (text: string, ...until: string[]) => {
    const { seq } = await stack.client.snapshot();
    const response = await fetch(`${url}/api/v1/messaging/send/`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${access}`,
        "x-tenant-code": "hakwonplus",
        "content-type": "application/json",
      },
      body: JSON.stringify({ student_ids: [1], message_mode: "sms", raw_body: text }),
    });
    assert.equal(response.status, 200, await response.text());
    for await (const { type, traceId } of stack.client.events(seq))
      if (until.includes(type)) return (await stack.client.trace(traceId))!;
    throw new Error(`the events ended without ${until.join()}`);
  };

  it("fills the stack's queue, from which the stack's worker sends once", async () => {
    const { events, to } = await send("장고", "worker.logged");
    const sent = (await stack.client.inbox()).filter((message) => message.text.includes("장고"));
    assert.equal(sent.length, 1);
    const producers = events.flatMap((event) => (event.type === "queue.enqueued" ? event.details.producer : []));
    assert.deepEqual([producers, to], [["Python boto3"], "0101****"]);
  });

  for (const [cause, ...until] of [
    ["provider.quota", "provider.refused", "worker.retrying"],
    ["provider.balance", "provider.refused", "worker.retrying"],
    ["worker.not-running", "queue.enqueued"],
  ] as const)
    it(`tells why a message of one's own API did not arrive: ${cause}`, async () => {
      await stack.client.injectFault(cause);
      const trace = await send(cause, ...until);
      const environment = createLocalEnvironment(stack.client);
      const { diagnosis } = await diagnoseMessage(environment, { trace }, operationFor(stack.stateDir));
      assert.equal(diagnosis.verdict.cause, cause, JSON.stringify(diagnosis));
      await stack.client.clearFaults();
    });

  it("ends with its program, by the signal", async () => {
    api.cli.kill("SIGTERM");
    assert.equal((await api.ended).code, 0);
  });
});
