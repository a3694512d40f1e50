import { apiRules } from "./apiRules";
import { dataRules } from "./data";
import { exceptionRule } from "./worker/exceptionRule";
import { outboxRules } from "./outbox";
import { providerRules } from "./providerRules";
import { queueRules } from "./queueRules";
import type { Rule } from "./rule";
import { signRules } from "./signRules";
import { unreadErrorRules } from "./unreadErrors";
import { workerRules } from "./worker/workerRules";

/** Every rule, ordered by layer. */
export const allRules: readonly Rule[] = [
  ...apiRules,
  ...outboxRules.filter(({ cause }) => cause.startsWith("api.")),
  ...queueRules,
  ...workerRules,
  ...dataRules,
  ...providerRules,
  ...signRules,
  exceptionRule,
  ...unreadErrorRules,
];
