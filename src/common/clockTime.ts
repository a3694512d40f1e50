/** `10:00:04`, in the reader's time zone. `at`: milliseconds since the Unix epoch. */
export function clockTime(at: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
