import type { Disposable } from "../../../src/common/disposable";
import type { QueueTarget } from "../../../src/targets/environment";
import type { QueueWriter } from "../../../src/targets/writers";
import type { QueueSettings } from "../../../src/targets/aws/queueReading";
import { createQueueTarget } from "../../../src/targets/aws/queueTarget";
import { QueueFixture } from "../queue/queueFixture";
import { AwsHome, profile } from "./awsHome";

export const REGION = "ap-northeast-2";

/** The project's own SQS server, and AWS' files with a profile "staging" for it. */
export class QueueTargetFixture {
  readonly #targets: Disposable[] = [];

  private constructor(
    readonly queue: QueueFixture,
    readonly home: AwsHome,
  ) {}

  static async start(variables: Record<string, string> = {}): Promise<QueueTargetFixture> {
    const queue = await QueueFixture.start();
    const keys = profile("staging", { aws_access_key_id: "STAGING", aws_secret_access_key: "secret" });
    return new QueueTargetFixture(queue, await AwsHome.enter("", keys, variables));
  }

  target(settings: Partial<QueueSettings> = {}): QueueTarget & QueueWriter & Disposable {
    const { queueName: name, endpoint } = this.queue.server;
    const target = createQueueTarget(
      { name, region: REGION, endpoint, profile: "staging", ...settings },
      { stateDir: this.home.folder },
    );
    this.#targets.push(target);
    return target;
  }

  /** Puts messages into the dead-letter queue, as a worker's redrive policy would leave them. */
  async kill(...bodies: string[]): Promise<string[]> {
    const { client, send } = { client: this.queue.client(), send: this.queue.send.bind(this.queue) };
    const ids: string[] = [];
    for (const body of bodies) ids.push(await send(client, body));
    for (let count = 0; count < 4; count += 1) {
      await this.queue.receive(client);
      this.queue.aheadMs += 61_000;
    }
    return ids;
  }

  async stop(): Promise<void> {
    for (const target of this.#targets) await target.dispose();
    await this.queue.stop();
    await this.home.leave();
  }
}
