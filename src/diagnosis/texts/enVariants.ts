import type { Texts } from "./text";

/** Texts of a cause whose line says something more special: `<cause>/<variant>`. */
export const enVariants: Texts["variants"] = {
  "worker.exception/not-removed": {
    title: "A handled message stays in the queue",
    explanation: "The worker could not remove it: {message}.",
  },
  "worker.exception/unread": {
    title: "An error in the worker's log",
    explanation:
      "The log reports an error that no rule knows[: {message}]. Whether it stopped the message is not shown.",
  },
  "queue.access-denied-receive/delete": {
    title: "The worker may not delete from the queue",
    explanation: "SQS refused {operation} of the worker's identity[ on {queue}]: {code}.",
  },
  "queue.credentials-missing/source": {
    title: "The source of the AWS credentials failed",
    explanation: "[{side}: ]no credentials came from {source}[: {message}].",
  },
  "queue.region-mismatch/scope": {
    title: "The request was signed for the wrong region",
    explanation: "SQS refused the region in the signature[: {said}]. The keys may be right.",
  },
  "api.gateway/refused": {
    title: "A proxy answered, not the API",
    explanation:
      "[The proxy answered {status}. ]Nothing listens at {upstream}: the API's process is down or restarting.",
  },
  "worker.database/unreached": {
    title: "The worker cannot reach the database",
    explanation: "[{message}. ]The message could not be handled.",
  },
  "queue.endpoint-unreachable/read": {
    title: "No answer from SQS",
    explanation:
      "[{side}: ]the request went out[ to {endpoint}], and no answer came[: {message}].[ The API's answer took {seconds} s and counted nothing as enqueued.]",
  },
  "api.forbidden/csrf": {
    title: "Django's CSRF check refuses the request",
    explanation: "[The API answered {status}.][ It says: {detail}.] A role does not help here.",
  },
  "api.unreachable/down": {
    title: "The API's process does not run",
    explanation: "[Its log says: {error}.] A request that comes now is not handled.",
  },
  "worker.database/lost": {
    title: "The worker lost its connection to the database",
    explanation: "[{message}. ]The message could not be handled.",
  },
  "worker.database/schema": {
    title: "The database lacks a table or a column",
    explanation: "[{message}. ]The message could not be handled.",
  },
  "worker.oom-killed/signal": {
    title: "A process of the worker was killed (SIGKILL)",
    explanation: "Its parent saw the signal; most often the kernel sends it for want of memory.",
  },
  "worker.oom-killed/thrown": {
    title: "The worker ran out of memory",
    explanation: "[{said}. ]The program asked for memory and got none.",
  },
  "worker.exception/handler": {
    title: "The worker could not handle the message",
    explanation: "[{message}. ]A message that is delivered again fails again while the reason remains.",
  },
  "worker.message-format/unknown": {
    title: "The worker does not know this message",
    explanation: "[{message}. ]{fate}",
  },
  "worker.recipient-blocked/excluded": {
    title: "Skipped: the recipient is excluded",
    explanation: "[{message}. ]The worker did not send on purpose.",
  },
  "queue.credentials-invalid/role": {
    title: "The role may not be assumed",
    explanation:
      "[{side}: ]AWS refused[ {operation}]: {code}. The role's trust policy decides, not the queue's permissions.",
  },
};
