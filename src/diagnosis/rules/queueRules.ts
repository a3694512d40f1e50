import type { FixId } from "../fixes/allFixes";
import { isSuccess } from "../answers/answer";
import { type Known, lonelyEndpoint, regionIn } from "../facts/variableFacts";
import { type Facts, mayRun } from "../facts";
import { isEnqueueFailed, isTimedOutInside } from "../answers/answerWords";
import { clip, excerptAt, excerptOfLine, excerptOfTold, sentence, timesOf } from "../logLines";
import { type ToldSign, isSaidIn, firstTold, lastTold, toldByWords, toldIn } from "../signs";
import { answerValues } from "./apiRefusals";
import { awsErrorRules } from "./awsErrors";
import { outboxRules } from "./outbox";
import { word } from "../texts/text";
import type { Rule, RuleHit } from "./rule";
import { isEnqueuedAfterAll, isOthersQueue } from "./sendFailures";

const SLOW_MS = 5_000;

/** Whether the message is known to be in the API's queue and nothing received it. */
const isWaiting = ({ queue, answer, handled }: Facts) =>
  handled.length === 0 && ((queue.growth ?? 0) > 0 || ((queue.visible ?? 0) > 0 && (answer.enqueued ?? 0) > 0));

const enqueueFailedRule: Rule = {
  id: "queue.enqueue-failed/counts",
  cause: "queue.enqueue-failed",
  evaluate(facts) {
    const { answer, api, queue } = facts;
    const own = api?.filter((line) => !isOthersQueue(facts, line));
    const logged = lastTold(own, "enqueue-refused");
    const isSaid = (answer.status ?? 0) >= 500 && isSaidIn(answer.text, "enqueue-refused");
    if (facts.stoppedAt !== "queue" && !isSaid && !isEnqueueFailed(answer) && !(logged && (answer.enqueued ?? 0) === 0))
      return undefined;
    if (answer.scheduled || (answer.enqueued ?? 0) > 0 || (logged && isEnqueuedAfterAll(facts, logged.line)))
      return undefined;
    const isContradicted = (queue.growth ?? 0) > 0;
    const counts = excerptAt(
      "api",
      `${answer.status ?? ""} ${answer.enqueued === undefined ? clip(answer.detail) : `enqueued=0, skipped_no_phone=${answer.skipped ?? "?"}`}`,
    );
    return {
      confidence: isContradicted ? 0.7 : answer.skipped === undefined && !logged ? 0.78 : 0.92,
      basis: "message",
      evidence: [...(logged ? [excerptOfTold(logged)] : []), ...(answer.status === undefined ? [] : [counts])],
      values: {
        ...answerValues(facts),
        status: isSuccess(answer) ? answer.status : undefined,
        message: logged && sentence(saidAt(logged)),
        missing: api ? undefined : "api.logs",
        queue: facts.queues.api?.value ?? facts.evidence.queue?.name,
        region: facts.regions.api?.value ?? facts.evidence.queue?.region,
      },
      ...(logged && { fixes: groupFixes(logged.line.all) }),
      ...(isContradicted && { notes: ["contradicted-by-deeper"] as const satisfies RuleHit["notes"] }),
    };
  },
};

/** The line of a traceback that says it, without what stands before. */
const saidAt = ({ line, index }: ToldSign) => {
  const rest = line.all.slice(line.all.lastIndexOf("\n", index ?? 0) + 1);
  return rest.split("\n")[0] ?? line.text;
};

/** Whether a message of a FIFO queue lacks its group, or one of a standard queue has one. */
function groupFixes(said: string): FixId[] {
  if (isSaidIn(said, "group-unwanted")) return ["unfit-fifo"];
  return isSaidIn(said, "group-missing") ? ["fit-fifo"] : [];
}

/** No error was logged, but the request hung first. A missing route to SQS looks like this from outside. */
const slowEnqueueRule: Rule = {
  id: "queue.endpoint-unreachable/slow-answer",
  cause: "queue.endpoint-unreachable",
  evaluate(facts) {
    const { answer } = facts;
    const isNothing = facts.stoppedAt === "queue" || isTimedOutInside(answer);
    if (!isNothing || (answer.elapsedMs ?? 0) < SLOW_MS) return undefined;
    const slow = excerptAt(
      "api",
      `${answer.status ?? ""} after ${answer.elapsedMs ?? 0} ms, enqueued=${answer.enqueued ?? "?"}`,
    );
    return {
      confidence: 0.72,
      basis: "message",
      evidence: [slow],
      values: { ...answerValues(facts), side: word("api") },
    };
  },
};

const differ = (one: Known | undefined, other: Known | undefined) => one && other && one.value !== other.value;

const nameRule: Rule = {
  id: "queue.name-mismatch/sides",
  cause: "queue.name-mismatch",
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
  id: "queue.name-mismatch/account",
  cause: "queue.name-mismatch",
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

const regionRule: Rule = {
  id: "queue.region-mismatch/sides",
  cause: "queue.region-mismatch",
  evaluate(facts) {
    const { regions, evidence } = facts;
    const url = evidence.queue?.url && regionIn(evidence.queue.url);
    const ofUrl: Known | undefined = url
      ? { value: url, from: "queue.url", evidence: excerptAt("queue.url", evidence.queue?.url ?? "") }
      : undefined;
    const ofQueue: Known | undefined = evidence.queue?.region
      ? {
          value: evidence.queue.region,
          from: "queue.region",
          evidence: excerptAt("queue.region", evidence.queue.region),
        }
      : undefined;
    const pairs: [Known | undefined, Known | undefined][] = [
      [regions.api, regions.worker],
      [ofUrl, regions.worker],
      [ofUrl, regions.api],
      [ofUrl, ofQueue],
      [ofQueue, regions.worker],
    ];
    const pair = pairs.find(([one, other]) => differ(one, other));
    const [one, other] = pair ?? [];
    if (!one || !other) return undefined;
    const isSeen =
      isWaiting(facts) ||
      firstTold(facts.worker, "queue-absent") ||
      firstTold(facts.api, "queue-absent") ||
      evidence.queue?.error;
    return {
      confidence: isSeen ? 0.92 : 0.8,
      basis: "state",
      evidence: [one.evidence, other.evidence],
      values: { one: one.from, oneRegion: one.value, other: other.from, otherRegion: other.value },
    };
  },
};

const attemptsIn = (facts: Facts) => {
  const logged = timesOf(toldIn(facts.worker, "retry-announced")) || timesOf(toldIn(facts.worker, "attempt-failed"));
  return Math.max(logged, (facts.rows ?? []).filter(({ success }) => success === false).length);
};

const reasonOf = (facts: Facts) => {
  const failed = lastTold(facts.worker, "attempt-failed");
  const row = facts.rows?.find(({ failure_reason }) => failure_reason);
  return failed ? clip(failed.line.text, 120) : row?.failure_reason && clip(row.failure_reason, 120);
};

const deadLetteredRule: Rule = {
  id: "queue.dead-lettered/count",
  cause: "queue.dead-lettered",
  evaluate(facts) {
    const { queue, evidence } = facts;
    const dead = queue.dead ?? 0;
    if (dead <= 0) return undefined;
    const { before, after, redrive } = evidence.queue ?? {};
    // The reason is deeper, in the worker or behind it, and no evidence from there was collected.
    const isBlind = facts.handled.length === 0 && (facts.rows ?? []).length === 0;
    const counts = excerptAt("queue.after.dead", `dead ${before?.dead ?? "?"} → ${after?.dead ?? "?"}`);
    return {
      confidence: queue.isDeadCountCompared ? (isBlind ? 0.78 : 0.93) : 0.55,
      basis: queue.isDeadCountCompared ? "message" : "hint",
      evidence: [counts],
      values: {
        dead,
        deadQueue: redrive?.deadLetterQueue,
        receives: redrive?.maxReceiveCount,
        reason: reasonOf(facts),
      },
      isLasting: true,
    };
  },
};

const movedRule: Rule = {
  id: "queue.dead-lettered/log",
  cause: "queue.dead-lettered",
  evaluate(facts) {
    const moved = lastTold(facts.worker, "dead-lettered");
    if (!moved) return undefined;
    const reason = toldByWords(moved.line, "reason-named")?.values["reason"];
    return {
      confidence: 0.9,
      basis: "message",
      evidence: [excerptOfLine(moved.line)],
      values: { reason: reason && clip(reason, 120) },
    };
  },
};

const CYCLES = 4;
const OLD_SECONDS = 3_600;
const redriveRule: Rule = {
  id: "queue.redrive-missing/cycling",
  cause: "queue.redrive-missing",
  evaluate(facts) {
    const { evidence, queue } = facts;
    if (evidence.queue?.redrive !== null) return undefined;
    const attempts = attemptsIn(facts);
    const receives = toldIn(facts.worker, "receive-counted").map(({ values }) => Number(values["count"]));
    const most = Math.max(0, ...receives);
    const isOld =
      (queue.oldestAgeSeconds ?? 0) >= OLD_SECONDS && ((queue.visible ?? 0) > 0 || (queue.inFlight ?? 0) > 0);
    if (most < CYCLES && attempts < 2 && !(isOld && attempts > 0)) return undefined;
    if (facts.accepted && attempts < CYCLES) return undefined;
    return {
      confidence: most >= CYCLES || attempts >= CYCLES || isOld ? 0.9 : 0.8,
      basis: "message",
      evidence: [
        excerptAt("queue.redrive", word("no-redrive")),
        excerptAt("queue", `attempts ${attempts}, oldest ${queue.oldestAgeSeconds ?? "?"} s`),
      ],
      values: { age: queue.oldestAgeSeconds, attempts: Math.max(attempts, most) || undefined },
    };
  },
};

/** Requested for one channel but sent through another, and the log does not say that the worker chose that itself. */
const payloadRule: Rule = {
  id: "queue.payload-changed/channel",
  cause: "queue.payload-changed",
  evaluate(facts) {
    const asked = facts.evidence.request?.message_mode;
    if ((asked !== "alimtalk" && asked !== "sms") || facts.sent.length === 0 || !mayRun(facts)) return undefined;
    const other = facts.sent.find(({ channel }) => channel !== asked);
    const isSole = (facts.answer.enqueued ?? 1) <= 1 && facts.sent.length === 1;
    const isChosen = firstTold(facts.worker, "sent-as-sms");
    if (!other || !isSole || isChosen) return undefined;
    return {
      confidence: 0.8,
      basis: "message",
      evidence: [excerptAt("request.message_mode", asked), excerptOfLine(other.line)],
      values: { asked, sent: other.channel, trace: "fallback to SMS" },
      isLasting: true,
    };
  },
};

export const queueRules: readonly Rule[] = [
  ...awsErrorRules,
  ...outboxRules.filter(({ cause }) => cause.startsWith("queue.")),
  enqueueFailedRule,
  slowEnqueueRule,
  nameRule,
  accountRule,
  regionRule,
  deadLetteredRule,
  movedRule,
  redriveRule,
  payloadRule,
];
