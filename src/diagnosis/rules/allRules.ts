import { apiRules } from "./api";
import { dataRules } from "./data";
import { outboxRules } from "./outbox";
import { providerRules } from "./provider";
import { queueRules } from "./queue";
import type { Rule } from "./rule";
import { workerRules } from "./worker";

/** Every rule, in the order of the layers. */
export const allRules: readonly Rule[] = [
  ...apiRules,
  ...outboxRules.filter(({ cause }) => cause.startsWith("api.")),
  ...queueRules,
  ...workerRules,
  ...dataRules,
  ...providerRules,
];
