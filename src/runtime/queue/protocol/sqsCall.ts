import type { CallFrame } from "../../server/callFrames";

/** The caller of one request, and whether it is still connected. Independent of the protocol. */
export interface SqsCall {
  /** From the credential scope; the server's own region for unsigned requests. */
  readonly region: string;
  readonly client: SqsClient;
  readonly baseUrl: string;
  /** Calls `callback` if the connection closes before the answer is sent. Returns a function that stops listening. */
  onGone(callback: () => void): () => void;
}

export interface SqsClient {
  readonly address: string;
  readonly userAgent: string;
  /** Empty for unsigned requests. */
  readonly accessKeyId: string;
  /** The lines of the user's code that this call comes from. */
  readonly frames?: readonly CallFrame[] | undefined;
}
