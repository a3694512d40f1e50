/**
 * The messaging path (API, SQS, worker, Solapi) for a test suite: a local stack of its own, on free ports, with a sandbox
 * in place of Solapi. No phone rings, and nothing stays behind.
 */

/** What became of a message. `delivered`: the carrier reported it. */
export type Fate =
  | "queued"
  | "accepted"
  | "delivered"
  | "undelivered"
  | "refused"
  | "rejected"
  | "skipped"
  | "left-out"
  | "ambiguous"
  | "dead-lettered";

export interface SendOptions {
  /** Ids of students; [1] by default. */
  students?: number[];
  to?: "parent" | "student";
  mode?: "sms" | "alimtalk" | "both";
  text?: string;
  template?: number;
  /** Tenant code; hakwonplus by default. */
  tenant?: string;
}

/** Why a message stopped, or that it did not. */
export interface Verdict {
  outcome: "ok" | "blocked" | "degraded" | "silent" | "ambiguous" | "skipped" | "unknown";
  /** null: no layer stopped it. */
  layer: "api" | "queue" | "worker" | "provider" | null;
  /** Id of the cause, or "none". */
  cause: string;
  title: string;
  explanation: string;
}

export interface SentMessage extends Verdict {
  /** One trace id for each message. */
  ids: string[];
}

export interface WaitOptions {
  /** This message; any without it. */
  id?: string;
  /** Milliseconds; 30,000 by default. */
  within?: number;
}

export interface WaitedMessage {
  id: string;
  state: Fate;
  tenant?: string;
}

/** What reached a phone, or would have. */
export interface ReceivedMessage {
  /** Milliseconds since the Unix epoch. */
  at: number;
  /** Digits. */
  to: string;
  from: string;
  type: string;
  text: string;
  subject: string | null;
  /** Length of the text in EUC-KR. */
  bytes: number;
  /** Solapi's: 4000 is delivered. */
  statusCode: string;
}

export interface TestStack extends AsyncDisposable {
  /** The variables with which your API or worker uses this stack, and no real service. */
  env(): Promise<Record<string, string>>;
  /** Sends through the API and resolves when it is decided what becomes of it. */
  send(options?: SendOptions): Promise<SentMessage>;
  /** Resolves with a message in this state, whoever sent it; rejects with what is there instead. */
  waitFor(fate: Fate, options?: WaitOptions): Promise<WaitedMessage>;
  /** Why a message stopped. */
  diagnose(id: string): Promise<Verdict>;
  /** Oldest first. */
  inbox(): Promise<ReceivedMessage[]>;
  /** Sets a cause up for real: `messaging fault list` shows them all. */
  inject(cause: string): Promise<void>;
  /** Takes back one cause, or all. */
  clear(cause?: string): Promise<void>;
  /** Stops the stack's own worker, so that yours has the queue to itself. */
  stopWorker(): Promise<void>;
  /** Ends the stack and removes its files. */
  dispose(): Promise<void>;
}

/** Starts a stack of your own. It ends with `dispose`, and soon after this process, whatever happens. */
export function start(): Promise<TestStack>;
