const IPV4 = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const NAME = /^(?:[\w-]{1,63}\.)?localhost$/i;

/**
 * Whether a host name is always this machine: 127.x.x.x, ::1 (with or without brackets), localhost and names one level
 * below it. Resolves no names.
 */
export const isLoopback = (host: string): boolean =>
  IPV4.test(host) || NAME.test(host) || host === "::1" || host === "[::1]";
