import type { Facts } from "../../facts";
import type { Line } from "../../logLines";
import { isComplaint, mentionsTrouble, weightOf } from "../../logs/complaints";

/** Shorter silence proves nothing: a long poll returns at once, but a start takes seconds. */
export const SILENCE_SECONDS = 5;
export const STUCK_SECONDS = 60;

/** Every line is known to be about no message, such as the lines of a start. */
export const isSilent = ({ worker, handled }: Facts) =>
  worker !== undefined && handled.length === 0 && worker.every(isOfNoMessage);
/** The collected lines contain no complaint, neither by their level nor by their words. */
export const isCalm = ({ worker }: Facts) =>
  !worker?.some(({ record }) => isComplaint(record) || mentionsTrouble(record));
const isOfNoMessage = ({ text, record }: Line) =>
  text.trim() === "" ||
  (!record.exception &&
    weightOf(record) < 4 &&
    (record.pattern?.after === "none" || record.pattern?.after === "untouched"));
/** Lines were collected, but none is from this worker: another container's log says nothing about its silence. */
export const isOthersLog = ({ worker = [], workerBefore }: Facts) => {
  const all = [...workerBefore, ...worker].filter(({ text }) => text.trim());
  return (
    all.length > 0 &&
    !all.some(
      ({ record }) =>
        (record.pattern && record.pattern.layer !== "api") ||
        record.logger?.toUpperCase().includes("MESSAGING") === true,
    )
  );
};
export const mayJudgeSilence = ({ waitedSeconds }: Facts) =>
  waitedSeconds === undefined || waitedSeconds >= SILENCE_SECONDS;
