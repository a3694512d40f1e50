import type { HoldEdits } from "../../holds/holdMessages";
import { resolveSender, senderCandidates } from "./job";
import type { Job } from "./job";

/** Changes a claimed job as a debugger did. The next layer judges what came of it. */
export function editJob(job: Job, { text, to, sender, variables }: HoldEdits, fallbackSender: string): void {
  const { payload } = job;
  job.payload = {
    ...payload,
    ...(text !== undefined && { text }),
    ...(to !== undefined && { to: to.replace(/\D/g, "") }),
    ...(sender !== undefined && { sender }),
    ...(variables && {
      alimtalk_replacements: Object.entries({ ...replacementsOf(job), ...variables }).map(([key, value]) => ({
        key,
        value,
      })),
    }),
  };
  job.sender = resolveSender(job.payload, job.tenant, fallbackSender);
}

const replacementsOf = ({ payload: { alimtalk_replacements: all = [] } }: Job): Record<string, string> =>
  Object.fromEntries(all.map(({ key, value }) => [key, value]));

/** What a debugger is shown of a job. */
export const jobFacts = (job: Job, fallbackSender: string) => ({
  traceId: job.traceId,
  messageId: job.messageId,
  body: JSON.stringify(job.payload),
  attempt: job.receiveCount,
  receiptHandle: job.receiptHandle,
  sender: job.sender,
  candidates: senderCandidates(job.payload, job.tenant, fallbackSender),
  ...(job.tenant && { tenant: job.tenant }),
});
