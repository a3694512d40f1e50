import { apiWordings } from "./apiWordings";
import { messageWordings } from "./messageWordings";
import { processWordings } from "./processWordings";
import { queueWordings } from "./queueWordings";
import { storeWordings } from "./storeWordings";
import type { Wording } from "./wording";

export { valuesOf, type Wording } from "./wording";

const all = { ...messageWordings, ...processWordings, ...storeWordings, ...apiWordings, ...queueWordings };

/** What a line can report in words of many forms. */
export type WordedSign = keyof typeof all;

export const wordings: Readonly<Record<WordedSign, Wording>> = all;
