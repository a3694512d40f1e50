import type { Line } from "../logLines";
import type { ProviderCall } from "./providerSigns";

/** A line that says that a message was handed to the provider. */
export interface Sent {
  line: Line;
  to?: string;
  group?: string;
  channel: "sms" | "alimtalk";
  isMock: boolean;
}

const SENT = /(?:send_(sms|alimtalk)\w*|(alimtalk)_own|ppurio (alimtalk|sms)) ok\b/;
/** How the worker logs the result of a call. */
const RESULT =
  /send_(?:sms|alimtalk)\S* (?:ok|failed|Message)|send failed|message will retry|alimtalk\S* (?:failed|ok|no success)|ppurio \w+ ok|Provider outcome|permanently failed|NotificationLog|fallback to SMS|main loop/i;
const ENDED = /Worker started|shutdown|Graceful|Received (?:signal|SIG)|^(?:Killed|Terminated)$/;

export const isSentLine = (text: string) => SENT.test(text);

export function sentIn(lines: readonly Line[]): Sent[] {
  return lines.flatMap((line) => {
    const found = SENT.exec(line.text);
    if (!found) return [];
    const group = /group_id=([^\s,]+)/.exec(line.text)?.[1];
    const to = /\bto=([^\s,]+)/.exec(line.text)?.[1];
    const isSms = found.slice(1).includes("sms");
    const named = { ...(to && { to }), ...(group && { group }) };
    return [{ line, ...named, channel: isSms ? "sms" : "alimtalk", isMock: /^mock/i.test(group ?? "") } satisfies Sent];
  });
}

/** The last accepted call without a result in the same run. */
export function unsettledIn(lines: readonly Line[], calls: readonly ProviderCall[]): Line | undefined {
  const call = calls.findLast(({ status, method }) => status < 300 && method === "POST")?.line;
  if (!call) return undefined;
  const after = lines.slice(lines.indexOf(call) + 1);
  const end = after.findIndex(({ text }) => ENDED.test(text));
  const run = end < 0 ? after : after.slice(0, end);
  return run.some(({ all }) => RESULT.test(all)) ? undefined : call;
}
