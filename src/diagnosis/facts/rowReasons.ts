/** What a NotificationLog row without a usable reason says. */
const UNEXPLAINED = /^(?:|send_?failed|failed|unknown|error|exception|rejected|send failed.*)$/i;
const UNSETTLED = /^(?:pending|queued|processing|sending)$/i;

export const isUnexplainedReason = (reason: string | undefined) => UNEXPLAINED.test(reason?.trim() ?? "");
export const isUnsettledStatus = (status: string | undefined) => UNSETTLED.test(status?.trim() ?? "");

/** The names of the fields of a payload that a line prints. */
export const fieldNamesIn = (payload: string): string[] =>
  [...payload.matchAll(/["'](\w+)["']\s*:/g)].map(([, name]) => name ?? "");
