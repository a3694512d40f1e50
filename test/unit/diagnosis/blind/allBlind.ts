import { apiCases } from "./apiCases";
import { fifthWorker } from "./fifthBatch";
import { fifthQueueBatch } from "./fifthQueueBatch";
import { fourthContradictions, fourthCrowd, fourthIncidents } from "./fourthBatch";
import { healthyCases, mixedCases, unknownCases } from "./otherCases";
import { providerLaterCases, providerRefusedCases } from "./providerCases";
import { queueCases } from "./queueCases";
import { secondFront, secondProvider, secondWorker } from "./secondBatch";
import { dressedLines, thirdBatch } from "./thirdBatch";
import { workerMessageCases, workerProcessCases } from "./workerCases";
import type { BlindCase } from "./kit";

export const allBlind: readonly BlindCase[] = [
  ...apiCases,
  ...queueCases,
  ...workerProcessCases,
  ...workerMessageCases,
  ...providerRefusedCases,
  ...providerLaterCases,
  ...healthyCases,
  ...unknownCases,
  ...mixedCases,
  ...secondFront,
  ...secondWorker,
  ...secondProvider,
  ...dressedLines,
  ...thirdBatch,
  ...fourthIncidents,
  ...fourthCrowd,
  ...fourthContradictions,
  ...fifthWorker,
  ...fifthQueueBatch,
];
