import type { Facts } from "../../facts";
import { type Line, clipAround, sentence } from "../../logLines";
import type { Values } from "../../texts/text";

export const messageValues = ({ text, record, all }: Line, index?: number): Values => {
  const thrown = record.exception && !text.includes(record.exception.message) ? ` (${record.exception.message})` : "";
  const words = index === undefined ? undefined : all.slice(index).split("\n")[0];
  // A field beside the message may say what failed.
  const isElsewhere = index !== undefined && !record.exception && !text.includes(words ?? "");
  const said = isElsewhere ? `: ${lineAt(all, index)}` : "";
  return { message: sentence(clipAround(`${text}${thrown || said}`, words, 160)) };
};

const lineAt = (all: string, index: number) =>
  all
    .slice(all.lastIndexOf("\n", index) + 1)
    .split("\n")[0]
    ?.trim() ?? "";

export const timed = ({ at }: Line) => (at === undefined ? {} : { at });

/** Whether the worker is known to have continued to the provider. */
export const wentOn = ({ sent, calls, signs, accepted }: Facts) =>
  sent.length > 0 || calls.length > 0 || accepted !== undefined || signs.some(({ origin }) => origin !== "probe");
