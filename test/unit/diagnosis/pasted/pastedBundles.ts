import { API_ANSWERS } from "./apiAnswers";
import { CANNOT_TELL, REACHED } from "./otherOutcomes";
import type { PastedBundle } from "./pastedBundle";
import { PROVIDER_ANSWERS } from "./providerAnswers";
import { QUEUE_EVIDENCE } from "./queueEvidence";
import { TWO_THINGS } from "./twoThings";
import { WORKER_DECISIONS } from "./workerDecisions";
import { WORKER_DOWN } from "./workerDown";

export const PASTED_BUNDLES: readonly PastedBundle[] = [
  ...API_ANSWERS,
  ...QUEUE_EVIDENCE,
  ...WORKER_DOWN,
  ...WORKER_DECISIONS,
  ...PROVIDER_ANSWERS,
  ...REACHED,
  ...CANNOT_TELL,
  ...TWO_THINGS,
];
