import { lonelyEndpoint } from "../../../facts/variableFacts";
import { clip, excerptAt, excerptOfTold } from "../../../logLines";
import { differ, isWaiting } from "../../../rules/queueSides";
import type { Rule } from "../../../rules/rule";
import { firstTold, lastTold } from "../../../signs";
import type { Cause } from "../../cause";

const sidesRule: Rule = {
  id: "sides",
  evaluate(facts) {
    const { api = facts.observed, worker } = facts.queues;
    const { differences } = facts;
    const endpoint = differences.find(({ variable }) => variable.startsWith("AWS_ENDPOINT_URL"));
    const isOff = firstTold(facts.worker, "endpoint-off");
    if (endpoint && !isOff && !differ(api, worker)) {
      const evidence = [
        excerptAt(`api.env.${endpoint.variable}`, endpoint.api),
        excerptAt(`worker.env.${endpoint.variable}`, endpoint.worker),
      ];
      const values = {
        one: `api.env.${endpoint.variable}`,
        oneQueue: clip(endpoint.api),
        other: `worker.env.${endpoint.variable}`,
        otherQueue: clip(endpoint.worker),
      };
      // Not certain: a different address may also be one that does not answer. The worker's next line shows which.
      return { confidence: isWaiting(facts) ? 0.78 : 0.6, basis: "state", evidence, values };
    }
    const lonely = lonelyEndpoint(facts.evidence);
    if (lonely && !isOff && !differ(api, worker)) {
      const side = lonely.from.startsWith("api") ? "worker.env" : "api.env";
      const values = { one: lonely.from, oneQueue: lonely.value, other: side, otherQueue: "AWS" };
      return { confidence: isWaiting(facts) ? 0.75 : 0.6, basis: "state", evidence: [lonely.evidence], values };
    }
    if (!api || !worker || !differ(api, worker) || facts.stoppedAt) return undefined;
    return {
      confidence: isWaiting(facts) ? 0.95 : 0.85,
      basis: "state",
      evidence: [api.evidence, worker.evidence],
      values: { one: api.from, oneQueue: api.value, other: worker.from, otherQueue: worker.value, queue: api.value },
    };
  },
};

/** The same queue name in a URL of another account or region. */
const accountRule: Rule = {
  id: "account",
  evaluate(facts) {
    const one = lastTold(facts.api, "account-named");
    const other = lastTold(facts.worker, "account-named");
    if (!one || !other || one.values["account"] === other.values["account"]) return undefined;
    return {
      confidence: isWaiting(facts) ? 0.9 : 0.75,
      basis: "state",
      evidence: [excerptOfTold(one), excerptOfTold(other)],
      values: {
        one: "api.logs",
        oneQueue: one.values["address"],
        other: "worker.logs",
        otherQueue: other.values["address"],
      },
    };
  },
};

export const queueNameMismatch: Cause = {
  id: "queue.name-mismatch",
  outcome: "blocked",
  rank: 8,
  means: "The API and the worker use different queues: the worker polls a valid but wrong queue, in silence.",
  recognise:
    "The queue names and URLs of both sides, compared: environment, `SQS_QUEUE_URL_TRACE` and the worker's start line.",
  fixes: ["align-queue-name"],
  en: {
    title: "The API and the worker use different queues",
    explanation: "{one} says {oneQueue}, {other} says {otherQueue}. The worker polls a queue that stays empty.",
  },
  ko: {
    title: "API와 워커가 서로 다른 큐를 씀",
    explanation: "{one}: {oneQueue}, {other}: {otherQueue}. 워커는 비어 있는 큐를 폴링합니다.",
  },
  rules: [sidesRule, accountRule],
};
