import type { Silence } from "./unanswered";
import type { MessageTrace } from "../message/messageTrace";
import type { MessageMode } from "../message/messageEvents";

/** A message as the archive keeps it: one recipient of one send. Times are milliseconds since the Unix epoch. */
export interface ArchivedMessage {
  trace: MessageTrace;
  /** The request's id, shared by all recipients of one send; absent where no API of ours saw it. */
  requestId?: string;
  studentId?: number;
  mode?: MessageMode;
  /** What the text becomes at the provider. */
  type?: "SMS" | "LMS" | "ATA";
  /** Of the text, in EUC-KR. */
  bytes?: number;
  template?: string;
  /** Of an attempt that the API did not answer; it has no events. */
  silence?: Silence;
  /** As the queue has it; only for a query with bodies, and where the archive knows it. */
  body?: string;
  /** The API's and the worker's own lines about it. */
  apiLines: string[];
  workerLines: string[];
}

export interface ArchiveQuery {
  from: number;
  until: number;
  tenant?: string;
  student?: number;
  /** Any of these, as tenant/id. */
  students?: readonly string[];
  /** Digits: a whole number, or its last digits. */
  to?: string;
  /** Trace id, SQS message id, request id, Solapi's message id or group id. */
  id?: string;
  /** The next page: what the page before it says. */
  after?: string;
  withBodies?: boolean;
  limit: number;
}

/** What an inquiry needs of a message beside one example of its kind. Times are milliseconds since the Unix epoch. */
export interface ArchivedSummary extends Pick<ArchivedMessage, "studentId" | "mode" | "type" | "bytes" | "template"> {
  id: string;
  at: number;
  tenant?: string;
  /** Masked. */
  to?: string;
  /** The sender that the worker took, "" if it found none, and how often it had received the message. */
  sender?: string;
  attempt?: number;
  /** Messages of one kind went the same way, so they have the same fate. */
  kind: string;
}

/** A page of summaries. */
export interface SummaryPage extends PageOfArchive {
  /** Newest first. */
  messages: ArchivedSummary[];
  /** By kind: the newest message of this page. */
  examples: Record<string, ArchivedMessage>;
}

/** A page of whole messages. */
export interface ArchivePage extends PageOfArchive {
  /** Newest first. */
  messages: ArchivedMessage[];
}

interface PageOfArchive {
  /** How many fit the query, on all pages; only on the first one. */
  total?: number;
  /** For the query of the next page; absent on the last one. */
  next?: string;
  /** Since when all messages are kept, in milliseconds since the Unix epoch. */
  keptSince: number;
  /** Whether there were others before: dropped, or lost with a damaged file. Otherwise the stack first started then. */
  isPruned: boolean;
}
