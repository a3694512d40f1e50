/**
 * Node's flags of our processes, of which the memory in use is 30 MB. By default V8 lets the young generation grow to
 * 134 MB under load, and the old one to four times what is in use. With 8 MB a half, and twice what is in use (its rule
 * for heaps below 2 GB), as many messages are handled a second. Flags that `nodeOptions` names are left to it.
 */
export function processFlags(nodeOptions = ""): string[] {
  const flags = ["--max-semi-space-size=8", "--max-old-space-size=2000"];
  return ["--enable-source-maps", ...flags.filter((flag) => !nodeOptions.includes(flag.split("=")[0]!))];
}
