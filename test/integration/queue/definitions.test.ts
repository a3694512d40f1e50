import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  GetQueueAttributesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { QueueFixture } from "./queueFixture";

describe("A definition that the disk does not take", () => {
  it("is not in force either (attributes and tags changed in memory until the next start)", async () => {
    const fixture = await QueueFixture.start();
    const disk = new DatabaseSync(path.join(fixture.dataDir, "queue.sqlite"));
    try {
      const { queueUrl: QueueUrl } = fixture.server;
      const client = fixture.client();
      await client.send(new TagQueueCommand({ QueueUrl, Tags: { team: "before" } }));
      disk.exec("BEGIN IMMEDIATE"); // as a backup tool would hold it
      const Attributes = { VisibilityTimeout: "7" };
      await assert.rejects(client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes })));
      await assert.rejects(client.send(new TagQueueCommand({ QueueUrl, Tags: { team: "after" } })));
      await assert.rejects(client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["team"] })));
      disk.exec("ROLLBACK");
      const attributes = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout"] }),
      );
      const { Tags } = await client.send(new ListQueueTagsCommand({ QueueUrl }));
      assert.deepEqual([attributes.Attributes, Tags], [{ VisibilityTimeout: "60" }, { team: "before" }]);
    } finally {
      disk.close();
      await fixture.stop();
    }
  });
});
