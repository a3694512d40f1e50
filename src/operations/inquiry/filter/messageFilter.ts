/** Which messages an inquiry is about; what is absent does not matter. Times are milliseconds since the Unix epoch. */
export interface MessageFilter {
  from?: number;
  until?: number;
  tenant?: string;
  student?: number;
  /** A student's name, or a part of it. */
  name?: string;
  /** The students who have that name, as tenant/id. */
  students?: readonly string[];
  /** Digits: the whole number, or its last digits. */
  to?: string;
  /** Of the message, its request, or at the queue or the provider. */
  id?: string;
  cause?: string;
  outcome?: string;
}
