/** Where a layer writes what a person may want to read. `fields` are masked by the caller, values never by luck. */
export interface Logger {
  debug(text: string): void;
  info(text: string): void;
  warning(text: string): void;
  error(text: string): void;
}

export const silentLogger: Logger = { debug() {}, info() {}, warning() {}, error() {} };
