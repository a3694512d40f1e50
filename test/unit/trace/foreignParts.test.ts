import assert from "node:assert/strict";
import { layerLines } from "../../../src/runtime/message/layerLines";
import { enqueuedBy, producerOf } from "../../../src/runtime/queue/protocol/producer";
import { traceOfSteps } from "./steps";

const clientWith = (userAgent: string) => ({ userAgent, address: "127.0.0.1", accessKeyId: "any" });

describe("a message that a program of the user's own enqueued", () => {
  it("names that program in place of the API, and its recipient before any other layer has seen it", () => {
    const producer = producerOf(clientWith("Boto3/1.34.46 md/Botocore#1.34.46"));
    const details = enqueuedBy(producer?.name, JSON.stringify({ to: "01012345678", text: "x" }));
    const trace = traceOfSteps(["queue.enqueued", { queueName: "jobs", ...details }]);
    assert.equal(trace.to, "0101****");
    assert.equal(layerLines(trace)[0]?.text, "Python boto3, yours: its request is not seen");
  });

  it("whose body is no JSON has no recipient", () => {
    assert.deepEqual(enqueuedBy("Python boto3", "no JSON"), { producer: "Python boto3", bytes: 7 });
  });

  for (const own of ["aws-sdk-js/3.980.0 messaging-stack/12", "messaging-worker/12"])
    it(`is not what ${own} enqueued`, () => {
      assert.equal(producerOf(clientWith(own)), undefined);
      const trace = traceOfSteps(["queue.enqueued", { queueName: "jobs", ...enqueuedBy(undefined, "{}") }]);
      assert.equal(layerLines(trace)[0]?.text, "not through the API");
    });
});
