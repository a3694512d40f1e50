/** The backend's lines begin with their local time: `2026-03-05 10:00:00,123 [INFO] …`; others with ISO 8601. */
const TIME = /^\[?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,3})\d*)?(Z|[+-]\d\d:?\d\d)?/;

/**
 * When a line was written, in milliseconds since the Unix epoch: as its beginning says, in this machine's zone where it
 * names none. undefined: it says nothing, as the later lines of a traceback.
 */
export function timeOfLine(text: string): number | undefined {
  const [, day, time, fraction = "0", zone = ""] = TIME.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const at = Date.parse(`${day}T${time}.${fraction.padEnd(3, "0")}${zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`);
  return Number.isNaN(at) ? undefined : at;
}
