import assert from "node:assert/strict";
import { silentLogger } from "../../../src/common/logger";
import { Intake } from "../../../src/runtime/worker/receiving/jobIntake";
import type { Job } from "../../../src/runtime/worker/jobs/job";
import type { Claim, ClaimRequest } from "../../../src/runtime/worker/jobs/jobStore";
import { MessageEvents } from "../../../src/runtime/worker/jobEvents";
import { Outcomes } from "../../../src/runtime/worker/sending/jobOutcomes";
import type { ReceivedMessage } from "../../../src/runtime/worker/receiving/queueConsumer";

const never = () => assert.fail("not expected here");

describe("intake of the worker", () => {
  let ids = 0;
  let claimed: number[];
  /** The first jobs handed on. */
  let added: PromiseWithResolvers<readonly Job[]>;
  let returned: { handle: string; seconds: number }[];
  let intake: Intake;

  beforeEach(() => {
    claimed = [];
    returned = [];
    added = Promise.withResolvers();
    const consumer = {
      complete: never,
      deadLetter: never,
      pause: never,
      giveBack: (handle: string, seconds: number) => void returned.push({ handle, seconds }),
    };
    const events = new MessageEvents(() => undefined, { now: () => 0 });
    const rest = { finish: never, attemptFailed: never, release: never, extendLeases: never };
    const outcomes = new Outcomes({ store: rest, consumer, events, log: silentLogger, sendAgain: never });
    const claim = (requests: readonly ClaimRequest[]): Promise<Claim[]> => {
      claimed.push(requests.length);
      return Promise.resolve(
        requests.map(() => ({ kind: "claimed", tenant: undefined, resume: { state: "claimed" } })),
      );
    };
    intake = new Intake({
      settings: { sender: "0212345678", kakaoPfId: "", kakaoTemplateId: "" },
      store: { claim },
      consumer,
      sender: { add: added.resolve, resume: never },
      outcomes,
      events,
      log: silentLogger,
      claimSize: 30,
    });
  });
  afterEach(() => intake.stop());

  const received = (count: number): ReceivedMessage[] =>
    Array.from({ length: count }, () => {
      const messageId = `message-${++ids}`;
      const body = JSON.stringify({ tenant_id: 1, to: "01012345678", text: messageId, message_mode: "sms" });
      return { messageId, receiptHandle: messageId, body, receiveCount: 1, originalMessageId: undefined };
    });

  it("claims a lone message at once", () => {
    intake.take(received(1), false);
    assert.deepEqual(claimed, [1]);
  });

  it("carries several full receives in one claim and hands their jobs on together", async () => {
    intake.take(received(10), true);
    intake.take(received(10), true);
    assert.deepEqual(claimed, []);
    intake.take(received(3), false);
    const jobs = await added.promise;
    assert.equal(jobs.length, 23);
    assert.deepEqual(claimed, [23]);
  });

  it("claims without waiting for more when a group is full", () => {
    for (let receive = 0; receive < 3; receive++) intake.take(received(10), true);
    assert.deepEqual(claimed, [30]);
  });

  it("claims a full receive by itself where nothing follows", async () => {
    intake.take(received(10), true);
    await added.promise;
    assert.deepEqual(claimed, [10]);
  });

  it("gives back at a stop what is not claimed, and what the last polls bring", () => {
    const messages = [...received(10), ...received(2)];
    intake.take(messages.slice(0, 10), true);
    intake.stop();
    intake.take(messages.slice(10), false);
    assert.deepEqual(claimed, []);
    assert.deepEqual(
      returned,
      messages.map(({ receiptHandle }) => ({ handle: receiptHandle, seconds: 0 })),
    );
  });
});
