/** `10:00:04`, in the reader's time zone. `at`: milliseconds since the Unix epoch. */
export function clockTime(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** `2026-11-30 10:00:04`, in the reader's time zone. `at`: milliseconds since the Unix epoch. */
export function dateTime(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockTime(at)}`;
}
