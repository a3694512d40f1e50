/**
 * Ends this process when the launcher that started it is gone: whoever killed that one with SIGKILL would otherwise leave
 * this one behind. Without a launcher it does nothing.
 */
export function endWithLauncher(): void {
  const { channel, env } = process;
  if (!channel || env["MESSAGING_LAUNCHER"] !== String(process.ppid)) return;
  // Not for the processes that this one starts.
  delete env["MESSAGING_LAUNCHER"];
  process.on("disconnect", () => process.exit(137));
  // The listener would keep a process alive that is done.
  channel.unref();
}
