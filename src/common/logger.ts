/** A log for people. The caller masks what it writes. */
export interface Logger {
  debug(text: string): void;
  info(text: string): void;
  warning(text: string): void;
  error(text: string): void;
}

export const silentLogger: Logger = { debug() {}, info() {}, warning() {}, error() {} };
