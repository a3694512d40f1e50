/** Who calls, and whether it still listens. One per request; independent of the protocol. */
export interface SqsCall {
  /** Of the credential scope; the server's own where a request is not signed. */
  readonly region: string;
  readonly client: SqsClient;
  readonly baseUrl: string;
  /** Calls back when the connection closes before the answer is out; returns how to stop listening. */
  onGone(callback: () => void): () => void;
  /** `undo` runs when the answer turns out not to have reached the client. */
  onUndelivered(undo: () => void): void;
}

export interface SqsClient {
  readonly address: string;
  readonly userAgent: string;
  /** Empty where a request is not signed. */
  readonly accessKeyId: string;
}
