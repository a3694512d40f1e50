/** Which messages an inquiry is about; what is absent does not matter. Times are milliseconds since the Unix epoch. */
export interface MessageFilter {
  from?: number;
  until?: number;
  tenant?: string;
  student?: number;
  /** Digits: the whole number, or its last digits. */
  to?: string;
  /** Of the message, its request, or at the queue or the provider. */
  id?: string;
  cause?: string;
  outcome?: string;
}
